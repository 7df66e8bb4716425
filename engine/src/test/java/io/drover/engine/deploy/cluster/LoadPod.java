package io.drover.engine.deploy.cluster;

import io.drover.engine.deploy.cluster.load.LoadClient;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A pod that sends requests to a service until it is closed. */
final class LoadPod implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration NEXT_LINE = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 500;
  private static final String FAILURE = "failure";

  private final TestCluster cluster;
  private final String name;

  private LoadPod(TestCluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
  }

  /**
   * What became of the requests of some time.
   *
   * @param longestMillis of the answers, and of what failed
   * @param answer the last one
   */
  record Load(int requests, int failures, long longestMillis, String answer) {
    private Load and(Load later) {
      return new Load(
          requests + later.requests,
          failures + later.failures,
          Math.max(longestMillis, later.longestMillis),
          later.answer);
    }

    private static Load of(String line) {
      String[] words = line.split(" ", 5);
      return new Load(
          Integer.parseInt(words[1]),
          Integer.parseInt(words[2]),
          Long.parseLong(words[3]),
          words[4]);
    }
  }

  /**
   * Starts to send requests.
   *
   * @param perSecond over kept connections, and as many over new ones
   */
  static LoadPod start(
      TestCluster cluster, String image, String service, String path, int port, int perSecond)
      throws InterruptedException {
    LoadPod pod = new LoadPod(cluster, "load-on-" + service);
    cluster
        .client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(pod.name)
                .withNamespace(cluster.namespace())
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("load")
                .withImage(image)
                .withCommand(
                    LoadImage.command(
                        LoadClient.class.getName(),
                        service,
                        Integer.toString(port),
                        path,
                        Integer.toString(perSecond)))
                .endContainer()
                .endSpec()
                .build())
        .create();
    pod.awaitSeconds(2, START);
    return pod;
  }

  /** How many whole seconds it has worked. */
  int seconds() {
    return (int) lines("new").count();
  }

  /** Waits until it has worked for so many more seconds. */
  void awaitMore(int seconds) throws InterruptedException {
    awaitSeconds(seconds() + seconds, NEXT_LINE);
  }

  private void awaitSeconds(int seconds, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (seconds() < seconds) {
      if (System.nanoTime() > end) {
        throw new AssertionError("%s does not work: %s".formatted(name, log()));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /**
   * What became of the requests of some seconds.
   *
   * @param kind {@code kept} or {@code new}
   */
  Load during(int from, int seconds, String kind) {
    return lines(kind).skip(from).limit(seconds).map(Load::of).reduce(Load::and).orElseThrow();
  }

  /** What went wrong at all, line by line. */
  List<String> failures() {
    return lines(FAILURE).toList();
  }

  private Stream<String> lines(String kind) {
    return log().lines().filter(line -> line.startsWith(kind + " "));
  }

  private String log() {
    var pod = cluster.client().pods().inNamespace(cluster.namespace()).withName(name);
    boolean begun =
        pod.get().getStatus().getContainerStatuses().stream()
            .anyMatch(status -> status.getContainerID() != null);
    return begun ? pod.getLog() : "";
  }

  @Override
  public void close() {
    cluster.client().pods().inNamespace(cluster.namespace()).withName(name).delete();
  }
}
