package io.drover.engine.deploy.cluster;

import io.drover.config.model.Environment;
import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Takes everything of an environment out of its namespace. */
final class ClusterRemoval {
  private final Cluster cluster;
  private final Environment environment;
  private final Ownership ownership;
  private final Consumer<String> log;

  ClusterRemoval(Cluster cluster, String project, Environment environment, Consumer<String> log) {
    this.cluster = cluster;
    this.environment = environment;
    this.ownership = new Ownership(project, environment.name());
    this.log = log;
  }

  /**
   * Deletes what Drover made there; the namespace stays.
   *
   * @param kinds what earlier releases had besides the built-in kinds, as {@code apiVersion/Kind}
   * @param purge whether volumes go, too
   */
  void run(Collection<String> kinds, boolean purge) throws InterruptedException {
    String namespace = environment.namespace();
    if (!isThere(namespace)) {
      log.accept("%s: nothing is there".formatted(environment.name()));
      return;
    }
    try (DeployLease lease = DeployLease.acquire(cluster, namespace, Duration.ZERO, log)) {
      Inventory inventory =
          Inventory.list(cluster, namespace, ownership, Inventory.kinds(cluster, List.of(), kinds));
      Applier applier =
          new Applier(
              cluster, namespace, ownership, inventory, ApplySettings.DEFAULT, lease::check);
      List<String> gone = applier.prune(List.of(), object -> !purge && ReleaseConfigMap.is(object));
      log.accept("%s: deleted %d objects".formatted(environment.name(), gone.size()));
      if (purge) {
        purgeClaims(namespace);
      }
    }
  }

  private boolean isThere(String namespace) throws InterruptedException {
    try {
      return cluster.requests().find("/api/v1/namespaces/" + namespace).isPresent();
    } catch (KubernetesClientException e) {
      // Who may only work inside of namespaces cannot see them; theirs will be there.
      if (e.getCode() == 403) {
        return true;
      }
      throw ClusterErrors.of("namespace " + namespace, e);
    }
  }

  private void purgeClaims(String namespace) {
    try {
      int claims =
          cluster
              .client()
              .persistentVolumeClaims()
              .inNamespace(namespace)
              .withLabels(ownership.labels())
              .delete()
              .size();
      log.accept("%s: deleted %d volumes".formatted(environment.name(), claims));
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of("the volumes of " + namespace, e);
    }
  }
}
