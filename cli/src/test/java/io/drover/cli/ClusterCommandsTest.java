package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.config.model.Configuration;
import io.drover.config.reader.ConfigurationReader;
import io.drover.engine.deploy.cluster.ReleaseConfigMap;
import io.drover.engine.release.Action;
import io.drover.engine.release.Change;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.Releases;
import io.drover.engine.release.TestOutcome;
import io.drover.engine.release.TestOutcome.Result;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The commands for environments of a cluster, against a real API server, as an account that has the
 * rights that {@code drover rbac} prints, and no more.
 */
@NeedsCluster
class ClusterCommandsTest {
  private static final Release RELEASE =
      new Release(
          Map.of("web", new ReleasedImage("registry.invalid/web@sha256:" + "a".repeat(64), "1.0")));

  @TempDir private Path folder;
  private final TestCluster cluster;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private String dev;
  private String stg;
  private Path kubeconfig;

  ClusterCommandsTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void files() throws IOException {
    dev = cluster.newNamespace();
    stg = cluster.newNamespace();
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponents: []\n");
    Files.writeString(
        folder.resolve("application.yaml"),
        "project: shop\napplications: [{name: web, runtime: debian}]\n");
    Files.writeString(
        folder.resolve("environments.yaml"),
        """
        project: shop
        environments:
        - name: dev
          namespace: %s
          services: [{name: web, replicas: 0}]
          tests: [{name: smoke, commands: ["true"]}, {name: load, commands: ["true"]}]
        - {name: stg, namespace: %s, services: [{name: web, replicas: 0}]}
        """
            .formatted(dev, stg));
    allow("-e", "dev");
    allow("-e", "stg", "--service-account", dev + "/drover");
    kubeconfig = cluster.kubeconfig(dev, "drover", folder);
  }

  /** What the administrator of the cluster does once. */
  private void allow(String... arguments) {
    assertThat(drover("rbac", arguments)).isZero();
    printed().forEach(object -> cluster.client().resource(object).serverSideApply());
  }

  private List<HasMetadata> printed() {
    return cluster
        .client()
        .load(new ByteArrayInputStream(out.toString().getBytes(StandardCharsets.UTF_8)))
        .items();
  }

  private int drover(String command, String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> line = new ArrayList<>(List.of(command));
    if (!command.equals("task")) {
      line.add(folder.toString());
    }
    line.addAll(List.of(arguments));
    if (!command.equals("rbac")) {
      line.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    }
    Main main = new Main();
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (error, commandLine, result) -> ErrorPrinter.print(error, true, commandLine.getErr()))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(line.toArray(String[]::new));
  }

  private Releases releases() {
    Configuration read = ConfigurationReader.read(folder).configuration().orElseThrow();
    return new Releases(
        new ReleaseConfigMap(read, environment -> cluster.client()), "jane", change -> {});
  }

  private void passes(String test, Release release, Result result) {
    releases()
        .markTest("dev", TestOutcome.now(test, "shell", release, result, Duration.ofSeconds(1)));
  }

  @Test
  void nothingDeployedIsSaidAndIsNoError() {
    assertThat(drover("status", "-e", "dev")).isZero();
    assertThat(out.toString()).contains("none was deployed yet", "web", "missing");
    assertThat(drover("status")).isZero();
    assertThat(out.toString()).contains("dev", "stg", "0/1");
    assertThat(drover("history", "-e", "stg")).isZero();
    assertThat(out.toString()).isEqualTo("Nothing happened here yet.\n");
    assertThat(drover("deploy", "-e", "dev")).isOne();
    assertThat(err.toString()).contains("there is no release for dev yet");
    assertThat(drover("rollback", "-e", "dev")).isOne();
    assertThat(err.toString()).contains("nothing was deployed to dev yet");
  }

  @Test
  void aWrongEnvironmentIsToldWhichThereAre() {
    assertThat(drover("status", "-e", "qa")).isOne();
    assertThat(err.toString()).contains("there is no environment qa", "dev | stg");
    assertThat(drover("history")).isEqualTo(2);
    assertThat(err.toString()).contains("Which environment? --environment dev | stg");
  }

  @Test
  void onlyATestedReleaseIsPromotedUnlessThereIsAReason() throws IOException {
    releases().markDeployed("dev", RELEASE);
    assertThat(drover("promote", "-e", "dev")).isOne();
    assertThat(err.toString())
        .contains(
            "did not pass all tests of dev",
            "smoke has not run for this release",
            "load has not run",
            "drover test",
            "--skip-tests");

    passes("smoke", RELEASE, Result.PASSED);
    passes("load", RELEASE, Result.FAILED);
    assertThat(drover("promote", "-e", "dev")).isOne();
    assertThat(err.toString()).contains("load failed on ").doesNotContain("smoke");

    assertThat(drover("promote", "-e", "dev", "--skip-tests", " ")).isEqualTo(2);
    assertThat(drover("promote", "-e", "dev", "--skip-tests", "urgent", "--audit")).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode promoted = new ObjectMapper().readTree(lines.get(1));
    assertThat(promoted.path("action").asText()).isEqualTo("promote");
    assertThat(promoted.path("reason").asText()).isEqualTo("not tested: urgent");
    assertThat(releases().of("stg").waiting()).contains(RELEASE);

    assertThat(drover("promote", "-e", "stg")).isOne();
    assertThat(err.toString()).contains("stg is the last environment");
  }

  @Test
  void aReleaseGoesThroughTheEnvironmentsAndBack() throws IOException {
    String image = "web=registry.invalid/web@sha256:";
    assertThat(drover("deploy", "-e", "dev", "--image", image + "a".repeat(64))).isZero();
    String first = releases().deployed("dev").orElseThrow().id();
    assertThat(drover("diff", "-e", "dev")).isZero();
    assertThat(out.toString()).isEqualTo("Nothing would change.\n");
    assertThat(drover("diff", "-e", "dev", "--image", image + "b".repeat(64))).isZero();
    assertThat(out.toString()).contains("Deployment web: would be changed", "+");

    assertThat(drover("deploy", "-e", "dev", "--image", image + "b".repeat(64))).isZero();
    int changes = releases().history("dev").size();
    assertThat(drover("deploy", "-e", "dev")).isZero();
    assertThat(out.toString()).contains("ran exactly so already");
    assertThat(releases().history("dev")).hasSize(changes);

    assertThat(drover("rollback", "-e", "dev", "--audit")).isZero();
    assertThat(out.toString().lines()).hasSize(1).first().asString().contains("\"rollback\"");
    assertThat(releases().deployed("dev").orElseThrow().id()).isEqualTo(first);

    Release second = releases().deployed("dev").orElseThrow();
    passes("smoke", second, Result.PASSED);
    passes("load", second, Result.FLAKY);
    assertThat(drover("promote", "-e", "dev")).isZero();
    assertThat(drover("deploy", "-e", "stg")).isZero();
    assertThat(releases().deployed("stg").orElseThrow().id()).isEqualTo(first);
    assertThat(drover("status", "--format", "json")).isZero();
    JsonNode status = new ObjectMapper().readTree(out.toString());
    assertThat(status.at("/environments/1/release/id").asText()).isEqualTo(first);
    assertThat(status.at("/environments/1/services/0/health").asText()).isEqualTo("stopped");
  }

  private int task(String id, String... options) {
    List<String> line = new ArrayList<>(List.of(id, folder.toString()));
    line.addAll(List.of("--work", folder.resolve("work").toString()));
    line.addAll(List.of(options));
    return drover("task", line.toArray(String[]::new));
  }

  private String live() {
    return cluster
        .client()
        .services()
        .inNamespace(dev)
        .withName("web")
        .get()
        .getSpec()
        .getSelector()
        .get("drover.io/colour");
  }

  @Test
  void tasksSwitchColoursAndLeadTheWayBack() throws IOException {
    Path file = folder.resolve("environments.yaml");
    String rolling = Files.readString(file);
    String colours = "deployment: {method: bluegreen, drain: 0, active: %s}}]\n  tests";
    Files.writeString(file, rolling.replace("}]\n  tests", ", " + colours.formatted("blue")));
    String image = "web=registry.invalid/web@sha256:";
    assertThat(drover("deploy", "-e", "dev", "--image", image + "a".repeat(64))).isZero();
    assertThat(drover("deploy", "-e", "dev", "--image", image + "b".repeat(64))).isZero();
    Release second = releases().deployed("dev").orElseThrow();
    assertThat(live()).isEqualTo("blue");

    assertThat(task("switch:dev")).isOne();
    assertThat(out + "" + err).contains("which colour shall get the requests?");
    assertThat(task("switch:dev", "--colour", "green", "--service", "shop")).isOne();
    assertThat(out + "" + err).contains("shop is no blue/green service of dev; there are: web");
    assertThat(task("switch:dev", "--colour", "green")).as("%s%s", out, err).isZero();
    assertThat(live()).isEqualTo("green");
    int changes = releases().history("dev").size();
    assertThat(task("switch:dev", "--colour", "green")).isZero();
    assertThat(releases().history("dev")).hasSize(changes);
    assertThat(task("switch:stg", "--colour", "green")).isOne();
    assertThat(err.toString()).contains("switch:stg is no task of shop");

    Files.writeString(file, rolling.replace("}]\n  tests", ", " + colours.formatted("green")));
    assertThat(drover("deploy", "-e", "dev")).isZero();
    assertThat(task("rollback:dev")).as("%s%s", out, err).isZero();
    assertThat(live()).isEqualTo("blue");
    assertThat(out + "" + err).contains("the file says active: green");
    assertThat(releases().history("dev").get(releases().history("dev").size() - 1).change())
        .extracting(Change::action, Change::succeeded)
        .containsExactly(Action.ROLLBACK, true);
    assertThat(task("rollback:dev", "--release", second.id())).isZero();
    assertThat(live()).isEqualTo("green");
    assertThat(releases().deployed("dev")).contains(second);
  }

  @Test
  void theRoleHasNoWildcardsAndAnAccountOfAnotherNamespaceIsNotMade() {
    assertThat(drover("rbac", "-e", "dev", "--port-forward")).isZero();
    assertThat(out.toString()).contains("pods/portforward").doesNotContain("*");
    assertThat(printed())
        .extracting(HasMetadata::getKind)
        .containsExactly("ServiceAccount", "Role", "RoleBinding");
    assertThat(drover("rbac", "-e", "stg", "--service-account", "ci/deployer")).isZero();
    assertThat(printed())
        .extracting(o -> o.getKind() + " " + o.getMetadata().getName())
        .containsExactly("Role deployer", "RoleBinding deployer");
  }

  @Test
  void whatIsPromotedWhereOneHasNoRightsIsToldWhich() {
    cluster.client().rbac().roleBindings().inNamespace(stg).withName("drover").delete();
    releases().markDeployed("dev", RELEASE);
    assertThat(drover("promote", "-e", "dev", "--skip-tests", "urgent")).isOne();
    assertThat(err.toString())
        .contains("may not get configmaps in namespace " + stg, "drover rbac");
  }

  @Test
  void anApiServerThatIsAwayHidesNoOtherEnvironment() {
    assertThat(drover("status", "--context", "nowhere")).isOne();
    assertThat(out.toString()).contains("dev", "stg", "no context nowhere");
  }
}
