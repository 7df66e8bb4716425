package io.drover.engine.agent.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Lease that owns everything of a run: what it owns goes with it. It is renewed while the run
 * lives; one that is not is somebody's who died, and is removed by whoever sees that.
 */
final class RunOwner {
  /** How often it is renewed. */
  static final Duration RENEWAL = Duration.ofSeconds(10);

  /** The clocks of two machines are not compared: a lease is watched for so long. */
  private static final Duration WATCHED = Duration.ofSeconds(60);

  private static final String API_VERSION = "coordination.k8s.io/v1";

  private final KubernetesClient client;
  private final String namespace;
  private final String project;
  private final Lease lease;
  private final Map<String, String> seen = new HashMap<>();
  private long seenAt = System.nanoTime();

  private RunOwner(KubernetesClient client, String namespace, String project, Lease lease) {
    this.client = client;
    this.namespace = namespace;
    this.project = project;
    this.lease = lease;
  }

  /**
   * Makes the Lease of a run that begins.
   *
   * @param pod the pod of the namespace that the run is in, whose end is the run's
   */
  static RunOwner create(
      KubernetesClient client,
      String namespace,
      String project,
      String holder,
      Map<String, String> labels,
      Optional<OwnPod> pod) {
    Lease lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName("drover-run-" + labels.get(AgentLabels.RUN))
            .withNamespace(namespace)
            .withLabels(labels)
            .withOwnerReferences(pod.stream().map(OwnPod::reference).toList())
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(holder)
            .withLeaseDurationSeconds((int) WATCHED.toSeconds())
            .withRenewTime(now())
            .endSpec()
            .build();
    Lease made;
    try {
      made = client.leases().resource(lease).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409) {
        throw e;
      }
      // The answer to an earlier try was lost: the name is nobody else's.
      made = client.leases().resource(lease).get();
    }
    return new RunOwner(client, namespace, project, made);
  }

  /** What makes an object go with the run. */
  OwnerReference reference() {
    return new OwnerReferenceBuilder()
        .withApiVersion(API_VERSION)
        .withKind("Lease")
        .withName(lease.getMetadata().getName())
        .withUid(lease.getMetadata().getUid())
        .build();
  }

  /** Says that the run lives, and removes those of the project that have not said so. */
  void renew() {
    try {
      client
          .leases()
          .inNamespace(namespace)
          .withName(lease.getMetadata().getName())
          .edit(live -> new LeaseBuilder(live).editSpec().withRenewTime(now()).endSpec().build());
      lookAtOthers();
    } catch (KubernetesClientException e) {
      // It is tried again; nobody takes the run for dead before a minute has passed.
    }
  }

  private void lookAtOthers() {
    boolean due = System.nanoTime() - seenAt > WATCHED.toNanos();
    if (!seen.isEmpty() && !due) {
      return;
    }
    Map<String, String> now = new HashMap<>();
    for (Lease other :
        client
            .leases()
            .inNamespace(namespace)
            .withLabels(AgentLabels.of(project))
            .list()
            .getItems()) {
      String id = other.getMetadata().getUid();
      String version = other.getMetadata().getResourceVersion();
      if (id.equals(lease.getMetadata().getUid())) {
        continue;
      }
      if (due && version.equals(seen.get(id))) {
        remove(client, namespace, other);
      } else {
        now.put(id, version);
      }
    }
    seen.clear();
    seen.putAll(now);
    seenAt = System.nanoTime();
  }

  /** Ends the run: whatever is left of it goes. */
  void remove() {
    remove(client, namespace, lease);
  }

  /**
   * Removes runs of which this Drover knows that they are over.
   *
   * @param labels those of its runs
   * @return how many there were
   */
  static int removeAll(KubernetesClient client, String namespace, Map<String, String> labels) {
    var found = client.leases().inNamespace(namespace).withLabels(labels).list().getItems();
    found.forEach(each -> remove(client, namespace, each));
    return found.size();
  }

  /** Pods at once; the garbage collector would let some seconds pass. */
  private static void remove(KubernetesClient client, String namespace, Lease lease) {
    Map<String, String> run =
        Map.of(AgentLabels.RUN, lease.getMetadata().getLabels().get(AgentLabels.RUN));
    removeWorkers(client, namespace, run);
    client.pods().inNamespace(namespace).withLabels(run).withGracePeriod(0L).delete();
    client.secrets().inNamespace(namespace).withLabels(run).delete();
    client.leases().inNamespace(namespace).withName(lease.getMetadata().getName()).delete();
  }

  /** Before the pods, which would come again. */
  private static void removeWorkers(
      KubernetesClient client, String namespace, Map<String, String> run) {
    try {
      client
          .batch()
          .v1()
          .jobs()
          .inNamespace(namespace)
          .withLabels(run)
          .withPropagationPolicy(DeletionPropagation.BACKGROUND)
          .delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 403) {
        throw e;
      }
      // Who may not delete Jobs has made none.
    }
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC);
  }
}
