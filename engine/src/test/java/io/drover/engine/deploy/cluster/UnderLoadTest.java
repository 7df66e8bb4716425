package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.cluster.LoadPod.Load;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * No request is lost while a deployment goes on. {@code DROVER_TEST_REPETITIONS} says how often
 * each is done; what came of it stands in target/under-load.
 */
@NeedsCluster(pods = true, registry = true)
@Isolated("every request of a steady stream counts")
class UnderLoadTest {
  private static final int REPETITIONS =
      Integer.parseInt(System.getenv().getOrDefault("DROVER_TEST_REPETITIONS", "1"));
  private static final int PER_SECOND = 50;
  private static final int PORT = 8080;
  private static final Duration END_OF_PODS = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private final TestCluster cluster;
  private final LoadReport report = new LoadReport();
  private String image;
  private ClusterFixture fixture;

  UnderLoadTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws IOException, InterruptedException {
    image = LoadImage.push(cluster.registry(), Files.createTempDirectory(folder, "image"));
    fixture = new ClusterFixture(cluster, folder, image);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static String body(String name, String method, int version) {
    return """
        deployment: {method: %s, timeout: 180%s}
        services:
          - name: %s
            application: web
            ports: [8080]
            replicas: 2
            env: [{name: VERSION, value: "%d"}]
            requests: {cpu: 10m, memory: 48Mi}
            health_check: {http: {path: /health, port: 8080}, initial_delay: 0, timeout: 5}
        """
        .formatted(method, method.equals("bluegreen") ? ", drain: 1" : "", name, version);
  }

  private void deploy(String body) throws IOException, InterruptedException {
    DeployResult result = fixture.deploy(body);
    assertThat(result.succeeded()).as("%s %s", result, fixture.log).isTrue();
    assertThat(result.changed()).isTrue();
  }

  private LoadPod loadOn(String service) throws InterruptedException {
    return LoadPod.start(cluster, image, service, "/", PORT, PER_SECOND);
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Counts until the last pod that goes has gone. */
  private Load during(LoadPod load, String operation, int repetition, Work work)
      throws IOException, InterruptedException {
    int from = load.seconds();
    work.run();
    awaitEndOfPods();
    load.awaitMore(3);
    int seconds = load.seconds() - from;
    for (String kind : List.of("kept", "new")) {
      report.add(
          new LoadReport.Row(
              operation, repetition, kind, load.during(from, seconds, kind), seconds));
    }
    return load.during(from, seconds, "new");
  }

  private void awaitEndOfPods() throws InterruptedException {
    long end = System.nanoTime() + END_OF_PODS.toNanos();
    while (pods().stream().anyMatch(p -> p.getMetadata().getDeletionTimestamp() != null)) {
      assertThat(System.nanoTime()).as("pods do not end").isLessThan(end);
      Thread.sleep(500);
    }
  }

  private List<Pod> pods() {
    return cluster.client().pods().inNamespace(cluster.namespace()).list().getItems();
  }

  private void assertNothingWasLost(LoadPod load, String file) throws IOException {
    report.write(file, load.failures());
    assertThat(load.failures()).isEmpty();
    assertThat(report.rows())
        .allSatisfy(row -> assertThat(row.load().failures()).isZero())
        .allSatisfy(row -> assertThat(row.load().requests()).isPositive());
  }

  @Test
  void aRollingUpgradeLosesNoRequest() throws IOException, InterruptedException {
    deploy(body("rolling", "rolling-upgrade", 0));
    try (LoadPod load = loadOn("rolling")) {
      for (int i = 1; i <= REPETITIONS; i++) {
        int version = i;
        Load seen =
            during(load, "rolling", i, () -> deploy(body("rolling", "rolling-upgrade", version)));
        assertThat(seen.answer()).isEqualTo(Integer.toString(version));
      }
      assertNothingWasLost(load, "rolling.txt");
    }
  }

  @Test
  void neitherBlueGreenNorTheWayBackLosesARequest() throws IOException, InterruptedException {
    deploy(body("colours", "bluegreen", 0));
    try (LoadPod load = loadOn("colours")) {
      for (int i = 1; i <= REPETITIONS; i++) {
        String body = body("colours", "bluegreen", i);
        Load seen = during(load, "blue/green", i, () -> deploy(body));
        assertThat(seen.answer()).isEqualTo(Integer.toString(i));
        ClusterTarget target = fixture.target(fixture.configuration(body));
        Load back =
            during(
                load,
                "switch back",
                i,
                () -> target.switchColours("dev", Set.of(), Optional.empty(), fixture::log));
        assertThat(back.answer()).isEqualTo("0");
      }
      assertNothingWasLost(load, "blue-green.txt");
    }
  }
}
