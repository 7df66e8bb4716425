package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a workload stands at one moment. A pure function of what was observed.
 *
 * @param found whether the workload is there at all
 * @param unasked whether no probe asks if it is ready
 * @param completion how far it is
 * @param troubles what keeps it from being ready, the worst first; only pods of the current version
 *     count, since the older ones go in any case
 */
public record Diagnosis(
    boolean found, boolean unasked, Completion completion, List<Trouble> troubles) {
  /** Nothing was seen yet. */
  static final Diagnosis UNKNOWN =
      new Diagnosis(
          true, false, new Completion(false, Optional.empty(), "not seen yet"), List.of());

  private static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String HASH = "controller-revision-hash";

  /** Finds out how a workload stands. */
  public static Diagnosis of(Workload workload, Observed observed) {
    Optional<HasMetadata> found = observed.find(workload);
    if (found.isEmpty()) {
      Completion none = new Completion(false, Optional.empty(), "is not there");
      return new Diagnosis(false, false, none, List.of());
    }
    String service = workload.service();
    if (found.get() instanceof Deployment deployment) {
      return of(service, deployment, observed);
    }
    if (found.get() instanceof StatefulSet set) {
      return of(service, set, observed);
    }
    if (found.get() instanceof Job job) {
      return of(service, job, observed);
    }
    return new Diagnosis(true, false, Completion.of(found.get()), List.of());
  }

  private static Diagnosis of(String service, Deployment deployment, Observed observed) {
    Completion completion = Completion.of(deployment);
    if (completion.done() || !isObserved(deployment, deployment.getStatus())) {
      return new Diagnosis(true, isUnasked(deployment), completion, List.of());
    }
    Optional<ReplicaSet> current = current(deployment, observed);
    List<Pod> pods = current.map(observed::podsOf).orElse(List.of());
    List<Trouble> troubles = troubles(service, pods, observed);
    if (pods.size() < replicas(deployment.getSpec().getReplicas())) {
      CreationTroubles.of(service, deployment).ifPresent(troubles::add);
    }
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      troubles.add(
          paused(
              service, "kubectl rollout resume deployment/" + deployment.getMetadata().getName()));
    }
    OptionalInt ready = current.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) ready(pods));
    return new Diagnosis(true, false, Completion.of(deployment, ready), sorted(troubles));
  }

  /** Before, the pods of the former version would be taken for those of the current one. */
  private static boolean isObserved(Deployment deployment, DeploymentStatus status) {
    return status != null && Completion.isObserved(deployment, status.getObservedGeneration());
  }

  private static boolean isObserved(StatefulSet set, StatefulSetStatus status) {
    return status != null && Completion.isObserved(set, status.getObservedGeneration());
  }

  /** The one whose template is the Deployment's: its controller gives both the same number. */
  private static Optional<ReplicaSet> current(Deployment deployment, Observed observed) {
    String revision = annotation(deployment, REVISION);
    return observed.replicaSetsOf(deployment).stream()
        .filter(s -> !revision.isEmpty() && revision.equals(annotation(s, REVISION)))
        .findFirst();
  }

  private static String annotation(HasMetadata object, String name) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(name, "");
  }

  private static Diagnosis of(String service, StatefulSet set, Observed observed) {
    Completion completion = Completion.of(set);
    if (completion.done()) {
      return new Diagnosis(true, isUnasked(set), completion, List.of());
    }
    if (!isObserved(set, set.getStatus())) {
      return new Diagnosis(
          true, isUnasked(set), completion, beforeTheFirstPod(service, set, observed));
    }
    String update = set.getStatus().getUpdateRevision();
    List<Pod> all = observed.podsOf(set);
    List<Pod> pods = all.stream().filter(p -> Objects.equals(update, label(p, HASH))).toList();
    List<Trouble> troubles = troubles(service, pods, observed);
    if (all.size() < replicas(set.getSpec().getReplicas())) {
      CreationTroubles.of(service, set, observed, lastCreation(all)).ifPresent(troubles::add);
    }
    if (!"Parallel".equals(set.getSpec().getPodManagementPolicy())) {
      all.stream()
          .filter(p -> !pods.contains(p) && !PodTroubles.isReady(p))
          .findFirst()
          .ifPresent(p -> troubles.add(blocked(service, p)));
    }
    return new Diagnosis(true, false, completion, sorted(troubles));
  }

  /** A controller that cannot make the very first pod says so in events, and nowhere else. */
  private static List<Trouble> beforeTheFirstPod(
      String service, StatefulSet set, Observed observed) {
    return observed.podsOf(set).isEmpty()
        ? CreationTroubles.of(service, set, observed, "").stream().toList()
        : List.of();
  }

  private static String label(Pod pod, String name) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null ? null : labels.get(name);
  }

  private static Trouble blocked(String service, Pod pod) {
    String container = pod.getSpec().getContainers().get(0).getName();
    String name = pod.getMetadata().getName();
    return Trouble.of(
            Cause.BLOCKED,
            ("pod %s of %s still has a former version and is not ready, and a StatefulSet replaces the"
                    + " next pod only when all are. kubectl delete pod %s -n %s lets it go on.")
                .formatted(name, service, name, pod.getMetadata().getNamespace()))
        .log(new Trouble.LogSource(name, container, false));
  }

  private static Diagnosis of(String service, Job job, Observed observed) {
    Completion completion = Completion.of(job);
    if (completion.done()) {
      return new Diagnosis(true, false, completion, List.of());
    }
    List<Pod> pods = observed.podsOf(job);
    // Crashes are the controller's business: it counts them against the backoffLimit.
    List<Trouble> troubles = new ArrayList<>();
    for (Trouble trouble : troubles(service, pods, observed)) {
      troubles.add(trouble.cause() == Cause.CRASH ? trouble.times(0) : trouble);
    }
    if (pods.isEmpty()) {
      CreationTroubles.of(service, job, observed, "").ifPresent(troubles::add);
    }
    if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      troubles.add(paused(service, "somebody or a queue has to set its spec.suspend to false"));
    }
    return new Diagnosis(true, false, completion, sorted(troubles));
  }

  private static Trouble paused(String service, String how) {
    return Trouble.of(Cause.PAUSED, "%s is paused: %s".formatted(service, how));
  }

  private static List<Trouble> troubles(String service, List<Pod> pods, Observed observed) {
    List<Trouble> troubles = new ArrayList<>();
    pods.forEach(p -> PodTroubles.of(service, p, observed).ifPresent(troubles::add));
    return troubles;
  }

  private static List<Trouble> sorted(List<Trouble> troubles) {
    return troubles.stream().sorted(Trouble.WORST_FIRST).toList();
  }

  private static long ready(List<Pod> pods) {
    return pods.stream().filter(PodTroubles::isReady).count();
  }

  private static String lastCreation(List<Pod> pods) {
    return pods.stream()
        .map(p -> p.getMetadata().getCreationTimestamp())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse("");
  }

  private static int replicas(Integer wanted) {
    return wanted == null ? 1 : wanted;
  }

  /**
   * Whether it counts as ready only because nothing asks whether it is: a container that ends a
   * second after its start was ready for that second.
   */
  private static boolean isUnasked(HasMetadata workload) {
    if (workload instanceof Deployment deployment) {
      return isUnasked(
          deployment.getSpec().getReplicas(),
          deployment.getSpec().getMinReadySeconds(),
          deployment.getSpec().getTemplate());
    }
    return workload instanceof StatefulSet set
        && isUnasked(
            set.getSpec().getReplicas(),
            set.getSpec().getMinReadySeconds(),
            set.getSpec().getTemplate());
  }

  private static boolean isUnasked(Integer replicas, Integer minReady, PodTemplateSpec template) {
    return replicas(replicas) > 0
        && (minReady == null || minReady == 0)
        && template.getSpec().getContainers().stream().anyMatch(c -> c.getReadinessProbe() == null);
  }

  /** What people who wait are told besides the progress. */
  Optional<String> waiting() {
    return troubles.stream().findFirst().map(t -> "waiting: " + t.words());
  }
}
