package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.Applied.Result;
import io.drover.testing.NeedsCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NeedsCluster
@Timeout(120)
class PermissionsTest {
  @TempDir Path folder;

  /** As a service account that may do a few things with config maps and leases. */
  private Cluster limited(TestNamespace namespace) throws Exception {
    create(namespace, "v1", "ServiceAccount", "metadata: {name: ci}");
    create(
        namespace,
        "rbac.authorization.k8s.io/v1",
        "Role",
        """
        metadata: {name: ci}
        rules:
        - {apiGroups: [""], resources: [configmaps], verbs: [get, list, create, patch]}
        - {apiGroups: [""], resources: [services], verbs: [get, list]}
        """);
    create(
        namespace,
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        """
        metadata: {name: ci}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ci}
        subjects: [{kind: ServiceAccount, name: ci, namespace: %s}]
        """
            .formatted(namespace.name));
    ObjectNode request = Requests.JSON.createObjectNode();
    request.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
    request.putObject("spec").put("expirationSeconds", 3600);
    String token =
        namespace
            .cluster
            .requests()
            .create("/api/v1/namespaces/" + namespace.name + "/serviceaccounts/ci/token", request)
            .at("/status/token")
            .asText();
    Path file = folder.resolve("config");
    Files.writeString(
        file,
        """
        clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        users: [{name: u, user: {token: "%s"}}]
        contexts: [{name: ci, context: {cluster: c, user: u}}]
        current-context: ci
        """
            .formatted(namespace.cluster.client().getMasterUrl(), token));
    return Cluster.connect(new ClusterAccess(Optional.of(file), Optional.empty()));
  }

  private static void create(TestNamespace namespace, String apiVersion, String kind, String yaml)
      throws InterruptedException {
    HasMetadata object =
        TestNamespace.object("apiVersion: %s\nkind: %s\n%s".formatted(apiVersion, kind, yaml));
    ApiKind apiKind = namespace.cluster.kind(apiVersion, kind).orElseThrow();
    namespace
        .cluster
        .requests()
        .create(ApiPath.list(apiKind, namespace.name), Applicable.of(object, namespace.name));
  }

  @Test
  void whatMayNotBeDoneIsSaidWithTheMissingRule() throws Exception {
    try (TestNamespace namespace = new TestNamespace();
        Cluster limited = limited(namespace)) {
      ApiKind configMaps = limited.kind("v1", "ConfigMap").orElseThrow();
      ApiKind services = limited.kind("v1", "Service").orElseThrow();
      ApiKind secrets = limited.kind("v1", "Secret").orElseThrow();
      Inventory inventory =
          Inventory.list(
              limited, namespace.name, TestNamespace.OWNERSHIP, List.of(configMaps, services));
      Applier applier =
          new Applier(
              limited,
              namespace.name,
              TestNamespace.OWNERSHIP,
              inventory,
              ApplySettings.DEFAULT,
              () -> {});
      List<Applied> applied =
          applier.apply(
              List.of(Objects.configMap("conf", "a"), Objects.service("web", 80)), o -> 0);
      assertThat(applied.get(0).result()).isEqualTo(Result.CREATED);
      assertThat(applied.get(1).reason().orElseThrow())
          .contains("may not patch services in namespace " + namespace.name)
          .contains("{apiGroups: [\"\"], resources: [\"services\"], verbs: [\"patch\"]}");

      assertThatThrownBy(
              () ->
                  Inventory.list(
                      limited, namespace.name, TestNamespace.OWNERSHIP, List.of(secrets)))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("may not list secrets");
      assertThatThrownBy(
              () -> DeployLease.acquire(limited, namespace.name, Duration.ZERO, line -> {}))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("leases");
      Namespaces.ensure(limited, namespace.name, TestNamespace.OWNERSHIP, line -> {});
    }
  }

  @Test
  void aNamespaceIsMadeOnceWithTheRestrictedStandard() throws Exception {
    String name = "apply-" + UUID.randomUUID();
    List<String> log = new ArrayList<>();
    try (TestNamespace namespace = new TestNamespace(name)) {
      Namespaces.ensure(namespace.cluster, name, TestNamespace.OWNERSHIP, log::add);
      Namespaces.ensure(namespace.cluster, name, TestNamespace.OWNERSHIP, log::add);
      assertThat(log).containsExactly("namespace %s made".formatted(name));
      assertThat(
              namespace
                  .cluster
                  .client()
                  .namespaces()
                  .withName(name)
                  .get()
                  .getMetadata()
                  .getLabels())
          .containsEntry("pod-security.kubernetes.io/enforce", "restricted")
          .containsEntry("app.kubernetes.io/part-of", "shop");
    }
  }
}
