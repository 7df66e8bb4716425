package io.drover.engine.deploy.cluster.rollout;

import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.Cluster;
import io.drover.engine.deploy.cluster.ClusterErrors;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods that no controller looks after, watched one by one, and why they do not run. */
public final class PodWatch implements AutoCloseable {
  private final String namespace;
  private final KindWatch<Pod> pods;
  private final KindWatch<Event> events;

  private PodWatch(
      KubernetesClient client, String namespace, Map<String, String> labels, Runnable changed) {
    this.namespace = namespace;
    this.pods =
        new KindWatch<>(
            "Pod",
            namespace,
            client.pods().inNamespace(namespace).withLabels(labels),
            o -> {},
            changed);
    this.events =
        new KindWatch<>(
            "Event", namespace, NamespaceWatch.events(client, namespace), o -> {}, changed);
  }

  /**
   * Begins to watch, in the background.
   *
   * @param labels those that the pods have
   * @param changed called from several threads when something is different
   */
  public static PodWatch begin(
      KubernetesClient client, String namespace, Map<String, String> labels, Runnable changed) {
    PodWatch watch = new PodWatch(Cluster.withoutRetries(client), namespace, labels, changed);
    watch.pods.start();
    watch.events.start();
    return watch;
  }

  /**
   * A pod as it is now.
   *
   * @return empty if it was not seen yet, or is gone
   * @throws WorkFailedException if pods may not be watched
   */
  public Optional<Pod> find(String name) {
    return all().stream().filter(p -> p.getMetadata().getName().equals(name)).findFirst();
  }

  /**
   * All of the pods.
   *
   * @throws WorkFailedException if pods may not be watched
   */
  public Collection<Pod> all() {
    pods.refusal()
        .ifPresent(
            e -> {
              throw ClusterErrors.of("the pods of namespace " + namespace, e);
            });
    return pods.objects();
  }

  /** Whether the API server answers, so that what is seen is so now. */
  public boolean isUpToDate() {
    return pods.isListed() && pods.trouble().isEmpty();
  }

  /**
   * What keeps a pod from running, or ended it.
   *
   * @param what whose pod it is, for the words
   */
  public Optional<Trouble> trouble(String what, Pod pod) {
    List<HasMetadata> seen = new ArrayList<>(events.objects());
    seen.add(pod);
    return PodTroubles.of(what, pod, Observed.of(seen));
  }

  /** Whether the cluster has told something of a pod, by the reason of an event. */
  public boolean hasSaid(Pod pod, String reason) {
    return events.objects().stream()
        .anyMatch(
            e ->
                reason.equals(e.getReason())
                    && pod.getMetadata().getUid().equals(e.getInvolvedObject().getUid()));
  }

  /**
   * Why a pod was not made.
   *
   * @param what whose pod it is, for the words
   * @param message what the API server said
   */
  public static Trouble refused(String what, String message) {
    return CreationTroubles.refused(what, message);
  }

  @Override
  public void close() {
    pods.close();
    events.close();
  }
}
