package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.process.Command;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A team's Jenkins into a real API server. */
@NeedsCluster
class InstallTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir private Path folder;
  private final TestCluster cluster;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private String team;
  private String dev;
  private Path kubeconfig;

  InstallTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** Debian's kubectl of today has an older kustomize, which knows none of this. */
  @BeforeEach
  void files() throws Exception {
    Command.Result version = Command.of("kubectl", "version", "--client", "--output=json").run();
    boolean able = version.succeeded() && version.output().contains("\"kustomizeVersion\": \"v5");
    if (!able) {
      System.err.println("SKIPPED " + getClass().getName() + ": no kubectl with kustomize 5");
    }
    Assumptions.assumeTrue(able, "no kubectl with kustomize 5");
    team = cluster.unusedNamespaces(List.of("-jenkins", "-agents", "-packages"));
    dev = cluster.unusedNamespace();
    kubeconfig = cluster.kubeconfig();
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponents: []\n");
    Files.writeString(
        folder.resolve("application.yaml"),
        "project: shop\napplications: [{name: web, runtime: debian}]\n");
    Files.writeString(
        folder.resolve("environments.yaml"),
        "project: shop\nenvironments: [{name: dev, namespace: %s, services: [{name: web, replicas: 0}]}]\n"
            .formatted(dev));
    Path secrets = Files.createDirectories(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("JENKINS_ADMIN_USER"), "admin");
    Files.writeString(secrets.resolve("JENKINS_ADMIN_PASSWORD"), PASSWORD);
    Files.writeString(
        secrets.resolve("DROVER_PACKAGES_KEY"), "-----BEGIN PGP PUBLIC KEY BLOCK-----");
    Files.writeString(secrets.resolve("key.asc"), "-----BEGIN PGP PRIVATE KEY BLOCK-----");
  }

  private int install(String... further) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> line =
        new ArrayList<>(
            List.of(
                "install",
                folder.toString(),
                "--team=" + team,
                "--repository=https://git.example.com/shop.git",
                "--host=shop.ci.example.com",
                "--registry=registry.example.com",
                "--tag=1",
                "--kubeconfig=" + kubeconfig));
    line.addAll(List.of(further));
    return new CommandLine(new Main())
        .setOverwrittenOptionsAllowed(true)
        .setExecutionExceptionHandler(
            (error, commandLine, result) -> ErrorPrinter.print(error, true, commandLine.getErr()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(line.toArray(String[]::new));
  }

  private String secrets() {
    return "--secrets=" + folder.resolve("secrets");
  }

  private Secret secret(String namespace, String name) {
    return cluster.client().secrets().inNamespace(team + namespace).withName(name).get();
  }

  private Namespace namespace(String name) {
    return cluster.client().namespaces().withName(name).get();
  }

  /** Kubernetes before 1.21 does not serve policy/v1: that one object fails there, and no other. */
  private void assertDone(int status) {
    if (cluster.client().hasApiGroup("policy/v1", true)) {
      assertThat(status).as(out + "" + err).isZero();
      assertThat(out.toString()).doesNotContain("failed");
    } else {
      assertThat(status).isOne();
      assertThat(out.toString())
          .containsOnlyOnce("PodDisruptionBudget jenkins")
          .contains("1.21 or newer does", "1 failed");
    }
  }

  @Test
  void aTeamIsInstalledAndASecondTimeChangesNothing() throws IOException {
    install(secrets(), "--dry-run");
    assertThat(out.toString())
        .contains("Namespace %s-jenkins: would be created".formatted(team), "***")
        .doesNotContain(PASSWORD);
    assertThat(namespace(team + "-jenkins")).isNull();

    assertDone(install(secrets()));
    assertThat(out.toString()).contains("StatefulSet aptly", "Role drover", "created");
    assertThat(out.toString() + err).doesNotContain(PASSWORD);
    assertThat(secret("-jenkins", "jenkins").getData())
        .containsOnlyKeys("JENKINS_ADMIN_USER", "JENKINS_ADMIN_PASSWORD", "DROVER_PACKAGES_KEY");
    assertThat(secret("-packages", "aptly-signing-key").getData()).containsOnlyKeys("key.asc");
    assertThat(namespace(dev).getMetadata().getLabels())
        .containsEntry("drover/team", team)
        .containsEntry("pod-security.kubernetes.io/enforce", "baseline");

    assertDone(install(secrets()));
    assertThat(out.toString()).doesNotContain(" created").doesNotContain(" changed");

    Files.writeString(folder.resolve("secrets/JENKINS_ADMIN_PASSWORD"), PASSWORD + "!");
    install(secrets(), "--dry-run");
    assertThat(out.toString())
        .contains("Secret %s-jenkins/jenkins: would be changed".formatted(team), "*** (after)");
    assertDone(install(secrets(), "--tag=2"));
    assertThat(out.toString()).contains("1 created, 3 changed");
  }

  @Test
  void namespacesOfOthersAreLeftAlone() {
    cluster
        .client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(dev)
                .addToLabels("drover/team", "toys")
                .endMetadata()
                .build())
        .create();
    assertThat(install("--adopt")).isOne();
    assertThat(err.toString()).contains("namespace %s belongs to team toys".formatted(dev));
    assertThat(namespace(team + "-jenkins")).isNull();

    cluster
        .client()
        .namespaces()
        .withName(dev)
        .edit(
            n ->
                new NamespaceBuilder(n)
                    .editMetadata()
                    .removeFromLabels("drover/team")
                    .endMetadata()
                    .build());
    assertThat(install()).isOne();
    assertThat(err.toString()).contains("has no team", "--adopt", "Nothing was written");

    assertDone(install("--adopt"));
    assertThat(namespace(dev).getMetadata().getLabels()).containsEntry("drover/team", team);
  }

  @Test
  void whoMayNotIsToldWhatIsMissing() throws IOException {
    String own = cluster.newNamespace();
    cluster
        .client()
        .serviceAccounts()
        .inNamespace(own)
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("nobody").endMetadata().build())
        .create();
    kubeconfig = cluster.kubeconfig(own, "nobody", folder);

    assertThat(install()).isOne();
    assertThat(err.toString())
        .contains("Namespace ", "nobody may not get namespaces", "administrators of the cluster")
        .doesNotContain("drover rbac");
  }

  @Test
  void aClusterThatIsNotThereIsSaid() {
    assertThat(install("--context=nowhere")).isOne();
    assertThat(err.toString()).contains("no context nowhere");
  }

  @Test
  void aRegistryAndARouteAreInstalledWhereTheyAreAskedFor() throws IOException {
    Files.writeString(folder.resolve("secrets/htpasswd"), "shop:$2y$05$x");
    int status =
        install(
            secrets(),
            "--own-registry",
            "--images=mirror.example.com/drover",
            "--gateway=gateways/public");

    assertThat(out.toString()).contains("StatefulSet registry", "Secret registry-logins");
    if (!cluster.client().hasApiGroup("gateway.networking.k8s.io/v1", true)) {
      assertThat(status).isOne();
      assertThat(out.toString())
          .contains("HTTPRoute jenkins", "does not serve gateway.networking.k8s.io/v1 HTTPRoute");
    }
    assertThat(
            cluster
                .client()
                .network()
                .v1()
                .ingresses()
                .inNamespace(team + "-packages")
                .withName("registry")
                .get()
                .getSpec()
                .getRules()
                .get(0)
                .getHost())
        .isEqualTo("registry.example.com");
  }
}
