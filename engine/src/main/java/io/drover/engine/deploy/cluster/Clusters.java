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
  private final Map<String, Cluster> connected = new TreeMap<>();
  private Optional<FutureTask<Cluster>> early = Optional.empty();

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
    FutureTask<Cluster> connection = new FutureTask<>(() -> Cluster.connect(access, log));
    early = Optional.of(connection);
    Thread thread = new Thread(connection, "drover-connect");
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
    Cluster cluster = connected.get(context.orElse(""));
    if (cluster == null) {
      cluster =
          early.isPresent() && context.equals(access.context())
              ? result(early.get())
              : Cluster.connect(new ClusterAccess(access.kubeconfig(), context), log);
      connected.put(context.orElse(""), cluster);
    }
    return cluster;
  }

  private static Cluster result(FutureTask<Cluster> connection) throws InterruptedException {
    try {
      return connection.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
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
    early.ifPresent(connection -> connection.cancel(true));
    connected.values().forEach(Cluster::close);
    connected.clear();
  }
}
