package io.drover.engine.deploy.cluster;

import static io.drover.engine.deploy.cluster.ClusterFixture.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Configuration;
import io.drover.config.model.Deployment.Colour;
import io.drover.engine.deploy.DeployResult;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsCluster(pods = true, registry = true)
class BlueGreenTest {
  private static final String ROLLING = "deployment: {timeout: 60}\nservices:\n";
  private static final String COLOURS =
      "deployment: {method: bluegreen, drain: 1, timeout: 60}\nservices:\n";

  @TempDir private Path folder;

  private final TestCluster cluster;
  private ClusterFixture fixture;

  BlueGreenTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    fixture = new ClusterFixture(cluster, folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private DeployResult deploy(String body) throws IOException, InterruptedException {
    DeployResult result = fixture.deploy(body);
    assertThat(result.succeeded()).as("%s %s", result, fixture.log).isTrue();
    return result;
  }

  private Set<String> deployments(String service) {
    Set<String> names = new TreeSet<>();
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(cluster.namespace())
        .withLabel("app.kubernetes.io/instance", service)
        .list()
        .getItems()
        .forEach(d -> names.add(d.getMetadata().getName()));
    return names;
  }

  private String live(String service) {
    return cluster
        .client()
        .services()
        .inNamespace(cluster.namespace())
        .withName(service)
        .get()
        .getSpec()
        .getSelector()
        .getOrDefault("drover.io/colour", "none");
  }

  @Test
  void aServiceGoesOverToColoursAndBack() throws IOException, InterruptedException {
    deploy(ROLLING + service("over", "1", "", ""));
    assertThat(deployments("over")).containsExactly("over");

    DeployResult over = deploy(COLOURS + service("over", "2", "", ""));
    assertThat(live("over")).isEqualTo("blue");
    assertThat(deployments("over")).containsExactly("over-blue");
    assertThat(over.removed()).contains("Deployment over");
    assertThat(deploy(COLOURS + service("over", "2", "", "")).changed()).isFalse();

    deploy(COLOURS + service("over", "3", "", ""));
    assertThat(deployments("over")).containsExactly("over-blue", "over-green");

    DeployResult back = deploy(ROLLING + service("over", "4", "", ""));
    assertThat(live("over")).isEqualTo("none");
    assertThat(deployments("over")).containsExactly("over");
    assertThat(back.removed())
        .contains("Deployment over-blue", "Deployment over-green", "Service over-blue");
    assertThat(deploy(ROLLING + service("over", "4", "", "")).changed()).isFalse();
  }

  @Test
  void whatHasNoPodsOnPurposeChangesItsColour() throws IOException, InterruptedException {
    deploy(COLOURS + service("none", "1", "", "replicas: 0"));
    Configuration next = fixture.configuration(COLOURS + service("none", "2", "", "replicas: 0"));
    deploy(COLOURS + service("none", "2", "", "replicas: 0"));
    assertThat(live("none")).isEqualTo("green");
    assertThat(fixture.target(next).switchColours("dev", Set.of(), Optional.empty(), fixture::log))
        .isEqualTo(Map.of("none", Colour.BLUE));
  }

  @Test
  void theFileDecidesWhichColourIsLive() throws IOException, InterruptedException {
    String blue = COLOURS.replace("{", "{active: blue, ");
    String green = COLOURS.replace("{", "{active: green, ");
    deploy(blue + service("told", "1", "", ""));
    deploy(blue + service("told", "2", "", ""));
    assertThat(live("told")).isEqualTo("blue");
    assertThat(deployments("told")).containsExactly("told-blue", "told-green");
    assertThat(deploy(blue + service("told", "2", "", "")).changed()).isFalse();

    fixture.log.clear();
    deploy(green + service("told", "2", "", ""));
    assertThat(live("told")).isEqualTo("green");
    assertThat(fixture.log)
        .contains("Service told changed")
        .noneMatch(l -> l.contains("Deployment"));
    assertThat(deploy(green + service("told", "2", "", "")).changed()).isFalse();
  }

  @Test
  void theColourThatWasLiveIsLeftInPeaceForAWhile() throws IOException, InterruptedException {
    String drain = COLOURS.replace("drain: 1", "drain: 8");
    deploy(drain + service("drained", "1", "", ""));
    deploy(drain + service("drained", "2", "", ""));
    assertThat(live("drained")).isEqualTo("green");
    long begin = System.nanoTime();
    deploy(drain + service("drained", "3", "", ""));
    assertThat(live("drained")).isEqualTo("blue");
    assertThat(fixture.log).anyMatch(l -> l.startsWith("drained: the colour that was live until"));
    assertThat((System.nanoTime() - begin) / 1_000_000_000).isGreaterThanOrEqualTo(4);
  }

  @Test
  void aColourThatWasNotSwitchedToGoesLiveLater() throws IOException, InterruptedException {
    deploy(COLOURS + service("later", "1", "", ""));
    Configuration next = fixture.configuration(COLOURS + service("later", "2", "", ""));
    ClusterTarget target = fixture.targetWithoutGoingLive(next);
    assertThat(target.deploy(fixture.desired(next), fixture::log).succeeded()).isTrue();
    assertThat(live("later")).isEqualTo("blue");
    target.goLive("dev", fixture::log);
    assertThat(live("later")).isEqualTo("green");
    int lines = fixture.log.size();
    target.goLive("dev", fixture::log);
    assertThat(live("later")).isEqualTo("green");
    assertThat(fixture.log).hasSize(lines);
  }
}
