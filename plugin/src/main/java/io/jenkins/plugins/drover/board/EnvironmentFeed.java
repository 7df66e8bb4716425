package io.jenkins.plugins.drover.board;

import hudson.model.Computer;
import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.Cluster;
import io.drover.engine.deploy.cluster.ClusterAccess;
import io.drover.engine.deploy.cluster.EnvironmentWatch;
import io.drover.engine.deploy.cluster.EnvironmentWatch.Sighting;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jenkins.util.SetContextClassLoader;
import jenkins.util.Timer;

/** The watch of one environment, over a connection of its own. */
final class EnvironmentFeed implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Longer than any watch is quiet whose threads are alive. */
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final Source source;
  private Duration pause = FIRST_PAUSE;
  private Optional<Cluster> cluster = Optional.empty();
  private Optional<EnvironmentWatch> watch = Optional.empty();
  private Optional<String> trouble = Optional.empty();
  private boolean closed;

  /**
   * What is watched, and how it is reached.
   *
   * @param project the project's name
   * @param kubeconfig its text; empty: what kubectl would take on this machine
   */
  record Source(String project, Environment environment, Optional<String> kubeconfig) {}

  private EnvironmentFeed(Source source) {
    this.source = source;
  }

  /** Begins to connect, and then to watch. */
  static EnvironmentFeed start(Source source) {
    EnvironmentFeed feed = new EnvironmentFeed(source);
    Computer.threadPoolForRemoting.execute(feed::connect);
    return feed;
  }

  Source source() {
    return source;
  }

  /** The connection; empty while there is none. */
  synchronized Optional<KubernetesClient> client() {
    return cluster.map(Cluster::client);
  }

  /** What is known now. */
  synchronized Sighting now() {
    return watch
        .map(EnvironmentWatch::now)
        .orElseGet(() -> new Sighting(Optional.empty(), Optional.empty(), trouble));
  }

  /** Whether nothing was heard for so long that it has to be begun anew. */
  boolean isStuck() {
    Sighting now = now();
    return now.trouble().isEmpty()
        && now.asOf().filter(t -> t.isBefore(Instant.now().minus(SILENCE))).isPresent();
  }

  private void connect() {
    // The client looks for its parts by the thread's class loader.
    try (SetContextClassLoader ours = new SetContextClassLoader(EnvironmentFeed.class)) {
      connected(
          source.kubeconfig().isPresent()
              ? Cluster.connect(source.kubeconfig().get(), source.environment().cluster())
              : Cluster.connect(
                  new ClusterAccess(Optional.empty(), source.environment().cluster())));
    } catch (WorkFailedException e) {
      failed(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void connected(Cluster connection) {
    if (closed) {
      connection.close();
      return;
    }
    cluster = Optional.of(connection);
    watch =
        Optional.of(
            EnvironmentWatch.start(connection.client(), source.project(), source.environment()));
  }

  private synchronized void failed(String why) {
    trouble = Optional.of(why);
    if (closed) {
      return;
    }
    Timer.get()
        .schedule(
            () -> Computer.threadPoolForRemoting.execute(this::connect),
            pause.toSeconds(),
            TimeUnit.SECONDS);
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  @Override
  public synchronized void close() {
    closed = true;
    watch.ifPresent(EnvironmentWatch::close);
    cluster.ifPresent(Cluster::close);
  }
}
