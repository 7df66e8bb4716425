package io.jenkins.plugins.drover.api;

import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.deploy.cluster.EnvironmentWatch.Sighting;
import io.drover.engine.deploy.cluster.ServicePods;
import io.drover.engine.deploy.cluster.ServicePods.Limits;
import io.drover.engine.deploy.cluster.ServicePods.PodLog;
import io.drover.engine.deploy.cluster.ServiceState;
import io.drover.engine.deploy.cluster.ServiceState.Version;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.drover.board.BoardState.BoardEnvironment;
import io.jenkins.plugins.drover.board.Boards;
import io.jenkins.plugins.drover.board.ClusterFeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jenkins.util.SetContextClassLoader;

/** An environment as the board sees it: its watch is asked, not the cluster. */
final class SeenEnvironment {
  private static final Duration FIRST_SIGHT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Limits LOGS = new Limits(20, 500, 256 * 1024, Duration.ofSeconds(20));

  private final String project;
  private final Environment environment;

  SeenEnvironment(String project, Environment environment) {
    this.project = project;
    this.environment = environment;
  }

  Environment environment() {
    return environment;
  }

  String name() {
    return environment.name();
  }

  /** What is known now; who asks first waits a moment for the first sight of it. */
  Sighting sighting() throws InterruptedException {
    long end = System.nanoTime() + FIRST_SIGHT.toNanos();
    Sighting sighting = now();
    while (sighting.equals(Sighting.NONE) && System.nanoTime() < end) {
      Thread.sleep(PAUSE.toMillis());
      sighting = now();
    }
    return sighting;
  }

  private Sighting now() throws InterruptedException {
    return Boards.of(project)
        .flatMap(board -> board.environment(environment.name()))
        .map(BoardEnvironment::sighting)
        .orElse(Sighting.NONE);
  }

  /**
   * What runs.
   *
   * @throws ApiException 503 if it was never seen
   */
  EnvironmentState state(Sighting sighting) {
    return sighting
        .state()
        .orElseThrow(
            () ->
                new ApiException(
                    503,
                    "what %s runs is not known: %s"
                        .formatted(
                            environment.name(),
                            sighting.trouble().orElse("its cluster has not answered yet")),
                    "ask again in a few seconds; if it stays, see the cluster's kubeconfig in the"
                        + " Drover settings"));
  }

  /** The version that a service runs, as far as it is known at this moment. */
  Optional<String> version(String service) throws InterruptedException {
    return now()
        .state()
        .flatMap(state -> state.service(service))
        .flatMap(ServiceState::live)
        .map(Version::version)
        .filter(version -> !version.isEmpty());
  }

  /**
   * The pods of a service, asked of the cluster.
   *
   * @throws WorkFailedException if it cannot be asked
   */
  List<PodLog> pods(String service) throws InterruptedException {
    KubernetesClient client =
        ClusterFeed.get()
            .client(environment.name())
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "there is no connection to the cluster of " + environment.name()));
    // The client looks for its parts by the thread's class loader.
    try (SetContextClassLoader ours = new SetContextClassLoader(SeenEnvironment.class)) {
      return new ServicePods(client, project, environment, LOGS).of(service);
    }
  }
}
