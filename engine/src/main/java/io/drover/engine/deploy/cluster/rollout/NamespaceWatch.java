package io.drover.engine.deploy.cluster.rollout;

import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a roll-out needs to see of a namespace: first the workloads, and more when they wait. */
final class NamespaceWatch implements AutoCloseable {
  /** Events that only tell what the objects' own status tells, and that are most of them. */
  private static final List<String> NO_NEWS =
      List.of(
          "Scheduled",
          "Pulled",
          "Created",
          "Started",
          "ScalingReplicaSet",
          "SuccessfulCreate",
          "SuccessfulDelete");

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, KindWatch<?>> watches = new LinkedHashMap<>();
  private final Semaphore changes = new Semaphore(0);

  /**
   * A view of a namespace; nothing is watched yet.
   *
   * @param client not closed; what it tries again by itself is tried here instead, where it is told
   */
  NamespaceWatch(KubernetesClient client, String namespace) {
    this.client = Cluster.withoutRetries(client);
    this.namespace = namespace;
  }

  /** Watches workloads of these kinds. */
  void watchWorkloads(Collection<String> kinds) {
    for (String kind : kinds) {
      switch (kind) {
        case "Deployment" ->
            watch(kind, client.apps().deployments().inNamespace(namespace), o -> {});
        case "StatefulSet" ->
            watch(kind, client.apps().statefulSets().inNamespace(namespace), o -> {});
        case "Job" -> watch(kind, client.batch().v1().jobs().inNamespace(namespace), o -> {});
        default ->
            throw new IllegalArgumentException(
                "a roll-out is of a Deployment, StatefulSet or Job, not of a " + kind);
      }
    }
  }

  /** Watches what tells why workloads wait, if it is not watched already. */
  void watchDetails() {
    if (watches.containsKey("Pod")) {
      return;
    }
    if (watches.containsKey("Deployment")) {
      watch(
          "ReplicaSet",
          client.apps().replicaSets().inNamespace(namespace),
          // There are many old ones, and only whose they are matters.
          o -> o.getSpec().setTemplate(null));
    }
    watch("Pod", client.pods().inNamespace(namespace), o -> {});
    watch("Event", events(client, namespace), o -> {});
  }

  /** Events that say more than the objects' own status. */
  static FilterWatchListDeletable<Event, EventList, Resource<Event>> events(
      KubernetesClient client, String namespace) {
    var events = client.v1().events().inNamespace(namespace).withoutField("reason", NO_NEWS.get(0));
    for (String reason : NO_NEWS.subList(1, NO_NEWS.size())) {
      events = events.withoutField("reason", reason);
    }
    return events;
  }

  private <T extends HasMetadata> void watch(
      String kind,
      FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> operation,
      Consumer<T> trim) {
    KindWatch<T> watch = new KindWatch<>(kind, namespace, operation, trim, changes::release);
    watches.put(kind, watch);
    watch.start();
  }

  /** Whether everything that is watched was seen at least once. */
  boolean isListed() {
    return watches.values().stream().allMatch(KindWatch::isListed);
  }

  /** Everything as it is now. */
  Observed observed() {
    List<HasMetadata> all = new ArrayList<>();
    watches.values().forEach(w -> all.addAll(w.objects()));
    return Observed.of(all);
  }

  /**
   * Why the API server does not answer; empty when it does.
   *
   * @throws WorkFailedException if it answers that something may not be read
   */
  Optional<String> trouble() {
    for (Map.Entry<String, KindWatch<?>> watch : watches.entrySet()) {
      watch.getValue().refusal().ifPresent(e -> refuse(watch.getKey(), e));
    }
    return watches.values().stream()
        .flatMap(w -> w.trouble().stream())
        .map(NamespaceWatch::said)
        .findFirst();
  }

  private void refuse(String kind, KubernetesClientException e) {
    // Events only say more about what is seen anyway.
    if (!kind.equals("Event")) {
      throw new WorkFailedException(
          "the roll-out in namespace %s cannot be watched: %s. The right to list and watch %ss is missing (drover rbac shows all that are needed)"
              .formatted(namespace, said(e), kind),
          e);
    }
  }

  private static String said(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return Words.line(e.getStatus().getMessage());
    }
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return Words.line(
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
  }

  /** Waits until something has changed since the last call, or some time has passed. */
  void awaitChange(long millis) throws InterruptedException {
    changes.tryAcquire(millis, TimeUnit.MILLISECONDS);
    changes.drainPermits();
  }

  /** Ends all watches, without waiting for it. */
  @Override
  public void close() {
    watches.values().forEach(KindWatch::close);
  }
}
