package io.drover.jenkins.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a team, as kubectl and the cluster see it. */
class ManifestsTest {
  private static final Path PROJECT = Path.of("..");

  @TempDir private Path folder;

  /** Debian's kubectl of today has an older kustomize, which knows none of this. */
  @BeforeEach
  void copy() throws Exception {
    Command.Result version = Command.of("kubectl", "version", "--client", "--output=json").run();
    boolean able = version.succeeded() && version.output().contains("\"kustomizeVersion\": \"v5");
    if (!able) {
      System.err.println("SKIPPED " + getClass().getName() + ": no kubectl with kustomize 5");
    }
    Assumptions.assumeTrue(able, "no kubectl with kustomize 5");
    for (String part : List.of("jenkins-image/kubernetes", "aptly-cache/manifests")) {
      Folders.copy(PROJECT.resolve(part), folder.resolve(part));
    }
  }

  private String kubectl(String... words) throws Exception {
    return Command.of(Stream.concat(Stream.of("kubectl"), Stream.of(words)).toList())
        .in(folder)
        .check("kubectl")
        .output();
  }

  private List<HasMetadata> objects() throws Exception {
    String yaml = kubectl("kustomize", "jenkins-image/kubernetes/shop");
    return Stream.of(yaml.split("(?m)^---$"))
        .map(text -> (HasMetadata) new KubernetesSerialization().unmarshal(text))
        .toList();
  }

  private static PodTemplateSpec pods(HasMetadata object) {
    return object instanceof Deployment deployment
        ? deployment.getSpec().getTemplate()
        : ((StatefulSet) object).getSpec().getTemplate();
  }

  @Test
  void podsKeepTheRestrictedStandardAndWriteOnlyToTheirVolumes() throws Exception {
    List<HasMetadata> workloads =
        objects().stream()
            .filter(o -> o instanceof Deployment || o instanceof StatefulSet)
            .toList();
    assertThat(workloads).hasSize(2);
    for (HasMetadata workload : workloads) {
      PodTemplateSpec template = pods(workload);
      assertThat(template.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(template.getSpec().getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      template
          .getSpec()
          .getContainers()
          .forEach(
              container -> {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsKey("memory");
              });
    }
  }

  @Test
  void jenkinsStartsWithTheirSettingsAndTheSecretOfTheGuide() throws Exception {
    ConfigMap settings =
        objects().stream()
            .filter(ConfigMap.class::isInstance)
            .map(ConfigMap.class::cast)
            .findFirst()
            .orElseThrow();
    String guide = Files.readString(PROJECT.resolve("docs/install.md"));
    StartScript script = StartScript.in(folder.resolve("start"));
    Path secret = Files.createDirectories(script.secrets());
    Files.writeString(secret.resolve("JENKINS_ADMIN_USER"), "admin");
    Files.writeString(secret.resolve("JENKINS_ADMIN_PASSWORD"), "correct horse battery");
    Files.writeString(secret.resolve("GIT_KNOWN_HOSTS"), "git.example.com ssh-ed25519 AAAA");
    Files.writeString(
        secret.resolve("DROVER_PACKAGES_KEY"), "-----BEGIN PGP PUBLIC KEY BLOCK-----\n");
    Path key = secret.resolve("GIT_PRIVATE_KEY");
    Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
        .check("making a key");
    Files.delete(secret.resolve("GIT_PRIVATE_KEY.pub"));
    for (String name :
        List.of("JENKINS_ADMIN_PASSWORD", "GIT_PRIVATE_KEY", "DROVER_PACKAGES_KEY")) {
      assertThat(guide).contains("secrets/" + name);
    }
    Map<String, String> variables = new TreeMap<>(settings.getData());
    variables.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");

    StartScript.Outcome outcome = script.run(variables);

    assertThat(outcome.said()).isEmpty();
    assertThat(outcome.configuration()).contains("agents.yaml", "aptly.yaml", "registry.yaml");
  }

  @Test
  void agentsOfOtherTeamsAreNotLetIn() throws Exception {
    List<NetworkPolicy> policies =
        objects().stream()
            .filter(NetworkPolicy.class::isInstance)
            .map(NetworkPolicy.class::cast)
            .toList();
    List<Map<String, String>> agents =
        policies.stream()
            .flatMap(policy -> policy.getSpec().getIngress().stream())
            .flatMap(rule -> rule.getFrom().stream())
            .map(peer -> peer.getNamespaceSelector().getMatchLabels())
            .filter(labels -> labels.containsKey("drover/agents"))
            .toList();

    assertThat(agents).hasSize(2).allMatch(labels -> "shop".equals(labels.get("drover/team")));
  }

  @Test
  void noSecretIsAmongThemAndNoWildcard() throws Exception {
    String yaml = kubectl("kustomize", "jenkins-image/kubernetes/shop");

    assertThat(objects()).noneMatch(object -> object.getKind().equals("Secret"));
    assertThat(yaml).doesNotContain("'*'", "\"*\"", "ClusterRole", "PRIVATE KEY");
  }

  @NeedsCluster
  @Test
  void theClusterTakesThemTwiceAndGivesJenkinsNoMoreThanItNeeds(TestCluster cluster)
      throws Exception {
    Map<String, String> names = new TreeMap<>();
    for (String name : List.of("jenkins", "agents", "packages", "dev", "stg", "prd")) {
      names.put("shop-" + name, cluster.unusedNamespace());
    }
    boolean newer = cluster.client().hasApiGroup("policy/v1", true);
    rewrite(
        text -> {
          String changed = newer ? text : text.replace("policy/v1\n", "policy/v1beta1\n");
          for (Map.Entry<String, String> name : names.entrySet()) {
            changed = changed.replace(name.getKey(), name.getValue());
          }
          return changed;
        });
    String kubeconfig = "--kubeconfig=" + cluster.kubeconfig();

    String first = kubectl(kubeconfig, "apply", "-k", "jenkins-image/kubernetes/shop");
    kubectl(kubeconfig, "apply", "-k", "jenkins-image/kubernetes/shop");

    assertThat(first.lines()).hasSizeGreaterThan(20).allMatch(line -> line.endsWith(" created"));
    // The second time starts no pod anew.
    assertThat(
            cluster
                .client()
                .apps()
                .deployments()
                .inNamespace(names.get("shop-jenkins"))
                .withName("jenkins")
                .get()
                .getMetadata()
                .getGeneration())
        .isEqualTo(1);
    String jenkins = "%s:jenkins".formatted(names.get("shop-jenkins"));
    String drover = "%s:drover".formatted(names.get("shop-agents"));
    String agents = names.get("shop-agents");
    String team = names.get("shop-jenkins");
    awaitAllowed(cluster, jenkins, "create", "", "pods", agents);
    awaitAllowed(cluster, drover, "patch", "apps", "deployments", names.get("shop-prd"));
    assertThat(may(cluster, jenkins, "create", "", "pods", team)).isFalse();
    assertThat(may(cluster, jenkins, "get", "", "secrets", team)).isFalse();
    assertThat(may(cluster, jenkins, "get", "", "secrets", agents)).isFalse();
    assertThat(may(cluster, jenkins, "get", "", "secrets", names.get("shop-packages"))).isFalse();
    awaitAllowed(cluster, jenkins, "list", "apps", "deployments", names.get("shop-dev"));
    assertThat(may(cluster, jenkins, "patch", "apps", "deployments", names.get("shop-dev")))
        .isFalse();
    assertThat(may(cluster, jenkins, "list", "", "secrets", names.get("shop-dev"))).isFalse();
    assertThat(may(cluster, drover, "get", "", "secrets", team)).isFalse();
  }

  private void rewrite(UnaryOperator<String> change) throws IOException {
    for (Path file : Trees.glob(folder, "**")) {
      Files.writeString(file, change.apply(Files.readString(file)));
    }
  }

  /** The server knows of rights a moment after they were given. */
  private static void awaitAllowed(
      TestCluster cluster, String account, String verb, String group, String resource, String where)
      throws InterruptedException {
    boolean allowed = false;
    for (int i = 0; i < 50 && !allowed; i++) {
      TimeUnit.MILLISECONDS.sleep(i == 0 ? 0 : 100);
      allowed = may(cluster, account, verb, group, resource, where);
    }
    assertThat(allowed).isTrue();
  }

  /** Whether a service account may do something. */
  private static boolean may(
      TestCluster cluster,
      String account,
      String verb,
      String group,
      String resource,
      String where) {
    return cluster
        .client()
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + account)
                .withNewResourceAttributes()
                .withVerb(verb)
                .withGroup(group)
                .withResource(resource)
                .withNamespace(where)
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }
}
