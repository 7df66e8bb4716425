package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.Reach;
import io.drover.engine.deploy.ServiceOutcome.Kind;
import io.drover.engine.deploy.cluster.ServicePods.Limits;
import io.drover.engine.deploy.cluster.ServicePods.PodLog;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.release.Release;
import io.drover.engine.release.Releases;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsCluster(pods = true, registry = true)
class ClusterTargetTest {
  @TempDir private Path folder;

  private final TestCluster cluster;
  private ClusterFixture fixture;

  ClusterTargetTest(TestCluster cluster) {
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

  private static String service(String name, String version, String more) {
    return """
        - name: %s
          application: web
          ports: [8080]
          env: [{name: VERSION, value: "%s"}%s]
          requests: {cpu: 10m, memory: 16Mi}
          health_check: {http: {path: /health, port: 8080}, initial_delay: 0}
        """
        .formatted(name, version, more);
  }

  private static String services(String... services) {
    return "services:\n" + String.join("", services).indent(2);
  }

  private String answer(Configuration configuration, String service)
      throws IOException, InterruptedException {
    try (Reach reach = fixture.target(configuration).reach("dev", Reach.From.MACHINE)) {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(reach.urls().get(service)))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              BodyHandlers.ofString())
          .body()
          .strip();
    }
  }

  private List<PodLog> pods(Configuration configuration, String service)
      throws InterruptedException {
    Environment environment = configuration.environments().get(0);
    Limits limits = new Limits(10, 100, 10_000, Duration.ofSeconds(20));
    return new ServicePods(fixture.clusters().of(environment).client(), "shop", environment, limits)
        .of(service);
  }

  @Test
  void whatIsThereAlreadyIsNotTouchedAndWhatFailsIsPutBack()
      throws IOException, InterruptedException {
    String body = services(service("catalog", "1", ""), service("pricing", "1", ""));
    DeployResult first = fixture.deploy("deployment: {timeout: 60}\n" + body);
    assertThat(first.succeeded()).as("%s %s", first, fixture.log).isTrue();
    assertThat(first.services()).allMatch(s -> s.kind() == Kind.DEPLOYED);
    assertThat(answer(fixture.configuration(body), "catalog")).isEqualTo("1");

    DeployResult again = fixture.deploy("deployment: {timeout: 60}\n" + body);
    assertThat(again.changed()).as("%s", again).isFalse();

    DeployResult broken =
        fixture.deploy(
            "deployment: {timeout: 30}\n"
                + services(
                    service("catalog", "2", ", {name: CRASH, value: \"yes\"}"),
                    service("pricing", "2", "")));
    assertThat(ClusterFixture.outcome(broken, "pricing").kind()).isEqualTo(Kind.DEPLOYED);
    assertThat(ClusterFixture.outcome(broken, "catalog").kind()).isEqualTo(Kind.FAILED);
    assertThat(ClusterFixture.outcome(broken, "catalog").reason().orElseThrow())
        .contains("3", "the previous release was restored and is ready");
    assertThat(ClusterFixture.outcome(broken, "catalog").lastLines()).contains("no paper in tray");
    assertThat(answer(fixture.configuration(body), "catalog")).isEqualTo("1");
    assertThat(answer(fixture.configuration(body), "pricing")).isEqualTo("2");
    assertThat(pods(fixture.configuration(body), "pricing"))
        .anyMatch(pod -> pod.phase().equals("Running") && pod.trouble().isEmpty());

    DeployResult less = fixture.deploy(services(service("pricing", "2", "")));
    assertThat(less.succeeded()).as("%s", less).isTrue();
    assertThat(less.removed()).contains("Deployment catalog", "Service catalog");
  }

  @Test
  void aColourIsReadyBeforeItGetsRequests() throws IOException, InterruptedException {
    String blueGreen = "deployment: {method: bluegreen, drain: 1, timeout: 60}\n";
    DeployResult first = fixture.deploy(blueGreen + services(service("shop", "1", "")));
    assertThat(first.succeeded()).as("%s %s", first, fixture.log).isTrue();
    assertThat(live("shop")).isEqualTo("blue");
    DeployResult second = fixture.deploy(blueGreen + services(service("shop", "2", "")));
    assertThat(second.succeeded()).as("%s %s", second, fixture.log).isTrue();
    assertThat(live("shop")).isEqualTo("green");
    DeployResult again = fixture.deploy(blueGreen + services(service("shop", "2", "")));
    assertThat(again.changed()).as("%s %s", again, fixture.log).isFalse();
    DeployResult broken =
        fixture.deploy(
            blueGreen + services(service("shop", "3", ", {name: CRASH, value: \"yes\"}")));
    assertThat(broken.succeeded()).isFalse();
    assertThat(live("shop")).isEqualTo("green");
    ClusterTarget target =
        fixture.target(fixture.configuration(blueGreen + services(service("shop", "2", ""))));
    assertThat(target.switchColours("dev", Set.of(), Optional.empty(), fixture.log::add))
        .isEqualTo(Map.of("shop", io.drover.config.model.Deployment.Colour.BLUE));
    assertThat(live("shop")).isEqualTo("blue");
  }

  /** What another process tests that did not deploy it, for example when a test is run again. */
  @Test
  void theIdleColourIsTestedBeforeItGetsRequestsAndBothHaveAUrl()
      throws IOException, InterruptedException {
    String blueGreen = "deployment: {method: bluegreen, drain: 1, timeout: 60}\n";
    assertThat(fixture.deploy(blueGreen + services(service("front", "1", ""))).succeeded())
        .isTrue();
    Configuration second = fixture.configuration(blueGreen + services(service("front", "2", "")));
    Desired desired = fixture.desired(second);
    ClusterTarget deploying = fixture.targetWithoutGoingLive(second);
    assertThat(deploying.deploy(desired, fixture.log::add).succeeded()).isTrue();
    new Releases(fixture.clusters().record(second), "jane", change -> {})
        .markDeployed("dev", new Release(Map.of("web", desired.images().get("front"))));

    assertThat(live("front")).isEqualTo("blue");
    assertThat(answer(second, "front")).isEqualTo("2");
    assertThat(answer(second, "front-blue")).isEqualTo("1");
    assertThat(answer(second, "front-green")).isEqualTo("2");
    try (Reach reach = deploying.reach("dev", Reach.From.POD)) {
      assertThat(reach.urls().keySet()).containsExactly("front", "front-blue", "front-green");
      assertThat(reach.urls().get("front")).isEqualTo(reach.urls().get("front-green"));
    }
    fixture.target(second).goLive("dev", fixture.log::add);
    assertThat(live("front")).isEqualTo("green");
  }

  @Test
  void aServiceThatAsksForGpusWhichNoNodeHasIsRefusedAtOnceAndTheOthersGoOn()
      throws IOException, InterruptedException {
    String body =
        services(
            service("shop", "1", ""),
            service("train", "1", "").stripTrailing()
                + "\n  resources: {gpu: {type: example.com/none, count: 2}}\n");

    Configuration configuration = fixture.configuration("deployment: {timeout: 60}\n" + body);
    // Nodes belong to no namespace, so that the usual account may not look at them.
    ClusterAccess access = new ClusterAccess(Optional.of(cluster.kubeconfig()), Optional.empty());
    DeployResult result;
    try (Clusters clusters = new Clusters(access, fixture.log::add)) {
      result =
          ClusterTarget.of(clusters, configuration, DeploySettings.DEFAULT)
              .deploy(fixture.desired(configuration), fixture.log::add);
    }

    assertThat(ClusterFixture.outcome(result, "shop").kind()).isEqualTo(Kind.DEPLOYED);
    assertThat(ClusterFixture.outcome(result, "train").reason().orElseThrow())
        .contains("no node has 2 of example.com/none");
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
        .get("drover.io/colour");
  }
}
