package io.drover.engine.deploy.cluster;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** The clusters that a project's environments are in, each connected when it is first needed. */
public final class Clusters implements AutoCloseable {
  private final ClusterAccess access;
  private final Consumer<String> log;

  /** By context; some may still be under way. */
  private final Map<String, FutureTask<Cluster>> connections = new TreeMap<>();

  /**
   * No connection yet.
   *
   * @param access the cluster of environments that name none; one that an environment names is a
   *     context of the same kubeconfig, unless a context is given here
   * @param log told when a request has to wait for an API server; called from several threads
   */
  public Clusters(ClusterAccess access, Consumer<String> log) {
    this.access = access;
    this.log = log;
  }

  /**
   * Begins to connect to the cluster of environments that name none, beside whatever is done until
   * one of them is asked for. What goes wrong is told then, and never if none is.
   */
  public synchronized Clusters connectEarly() {
    Thread thread = new Thread(connection(access.context()), "drover-connect");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /**
   * The cluster of an environment.
   *
   * @throws io.drover.engine.WorkFailedException if there is no way to it
   */
  public synchronized Cluster of(Environment environment) throws InterruptedException {
    return of(access.context().or(environment::cluster));
  }

  /**
   * The cluster of environments that name none.
   *
   * @throws io.drover.engine.WorkFailedException if there is no way to it
   */
  public synchronized Cluster usual() throws InterruptedException {
    return of(access.context());
  }

  private Cluster of(Optional<String> context) throws InterruptedException {
    FutureTask<Cluster> connection = connection(context);
    // Nothing happens here if it was begun early.
    connection.run();
    try {
      return connection.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof InterruptedException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private FutureTask<Cluster> connection(Optional<String> context) {
    return connections.computeIfAbsent(
        context.orElse(""),
        key ->
            new FutureTask<>(
                () -> Cluster.connect(new ClusterAccess(access.kubeconfig(), context), log)));
  }

  /** As {@link #of}, for callers that cannot be interrupted: the thread stays marked as such. */
  public KubernetesClient client(Environment environment) {
    try {
      return of(environment).client();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailedException("interrupted while connecting to the cluster", e);
    }
  }

  /** The record of releases that lies in these clusters. */
  public ReleaseConfigMap record(Configuration configuration) {
    return new ReleaseConfigMap(configuration, this::client);
  }

  @Override
  public synchronized void close() {
    connections.values().forEach(Clusters::close);
    connections.clear();
  }

  private static void close(FutureTask<Cluster> connection) {
    if (connection.cancel(true)) {
      return;
    }
    try {
      connection.get().close();
    } catch (ExecutionException e) {
      // There never was a connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
