package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far a workload is, by the rules of {@code kubectl rollout status}.
 *
 * @param done whether all that was asked for runs, and nothing older
 * @param failed why its controller gave up, now or on what was asked for before; empty otherwise
 * @param progress how far it is, as people say it
 */
public record Completion(boolean done, Optional<String> failed, String progress) {
  /** How far a Deployment, StatefulSet or Job is; anything else is done. */
  static Completion of(HasMetadata workload) {
    HasMetadata typed = typed(workload);
    if (typed instanceof Deployment deployment) {
      return of(deployment, OptionalInt.empty());
    }
    if (typed instanceof StatefulSet set) {
      return of(set);
    }
    if (typed instanceof Job job) {
      return of(job);
    }
    return new Completion(true, Optional.empty(), "done");
  }

  /** Made when it is first needed, because that takes a while. */
  private static final class Generic {
    static final KubernetesSerialization TYPES = new KubernetesSerialization();
  }

  private static HasMetadata typed(HasMetadata workload) {
    if (!(workload instanceof GenericKubernetesResource)) {
      return workload;
    }
    return switch (String.valueOf(workload.getKind())) {
      case "Deployment" -> Generic.TYPES.convertValue(workload, Deployment.class);
      case "StatefulSet" -> Generic.TYPES.convertValue(workload, StatefulSet.class);
      case "Job" -> Generic.TYPES.convertValue(workload, Job.class);
      default -> workload;
    };
  }

  /**
   * How far a Deployment is.
   *
   * @param newReady how many replicas of the current version are ready, where it is known
   */
  static Completion of(Deployment deployment, OptionalInt newReady) {
    DeploymentStatus status =
        Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
    Optional<String> failed =
        status.getConditions().stream()
            .filter(c -> "ProgressDeadlineExceeded".equals(c.getReason()))
            .map(Completion::gaveUp)
            .findFirst();
    if (!isObserved(deployment, status.getObservedGeneration())) {
      return unseen(deployment, failed);
    }
    int wanted = number(deployment.getSpec().getReplicas(), 1);
    int updated = number(status.getUpdatedReplicas(), 0);
    int old = number(status.getReplicas(), 0) - updated;
    int available = number(status.getAvailableReplicas(), 0);
    boolean done = updated >= wanted && old <= 0 && available >= updated;
    int ready = Math.min(newReady.orElse(newReady(status)), wanted);
    return new Completion(done, failed, replicas(ready, wanted, old));
  }

  /** Whether the first replica, run or failure is there, so that the progress is worth a line. */
  boolean moved() {
    return !progress.startsWith("0 of ") || progress.contains("failed");
  }

  private static String gaveUp(DeploymentCondition condition) {
    return "no progress for longer than its progressDeadlineSeconds (since %s)"
        .formatted(condition.getLastUpdateTime());
  }

  /** The status counts the ready ones of all versions; the old ones are taken to be ready. */
  private static int newReady(DeploymentStatus status) {
    int updated = number(status.getUpdatedReplicas(), 0);
    int old = number(status.getReplicas(), 0) - updated;
    return Math.max(0, Math.min(updated, number(status.getReadyReplicas(), 0) - old));
  }

  private static Completion of(StatefulSet set) {
    StatefulSetStatus status =
        Objects.requireNonNullElseGet(set.getStatus(), StatefulSetStatus::new);
    if (!isObserved(set, status.getObservedGeneration())) {
      return unseen(set, Optional.empty());
    }
    int wanted = number(set.getSpec().getReplicas(), 1);
    int ready = number(status.getReadyReplicas(), 0);
    int updated = number(status.getUpdatedReplicas(), 0);
    int available = number(status.getAvailableReplicas(), ready);
    boolean replaced =
        Objects.equals(status.getCurrentRevision(), status.getUpdateRevision())
            || updated >= wanted - partition(set);
    boolean enough =
        ready >= wanted
            && (number(set.getSpec().getMinReadySeconds(), 0) == 0 || available >= wanted);
    boolean gone = number(status.getReplicas(), 0) <= wanted;
    boolean done = isOnDelete(set) || (replaced && enough && gone);
    int current = number(status.getReplicas(), 0);
    int old = replaced ? Math.max(0, current - wanted) : Math.max(0, current - updated);
    int newReady = Math.max(0, Math.min(ready - old, replaced ? wanted : updated));
    return new Completion(done, Optional.empty(), replicas(newReady, wanted, old));
  }

  private static int partition(StatefulSet set) {
    return Optional.ofNullable(set.getSpec().getUpdateStrategy())
        .map(StatefulSetUpdateStrategy::getRollingUpdate)
        .map(RollingUpdateStatefulSetStrategy::getPartition)
        .orElse(0);
  }

  /** Its pods are replaced when somebody deletes them, which nobody can be waited for to do. */
  private static boolean isOnDelete(StatefulSet set) {
    return Optional.ofNullable(set.getSpec().getUpdateStrategy())
        .map(StatefulSetUpdateStrategy::getType)
        .filter("OnDelete"::equals)
        .isPresent();
  }

  private static Completion of(Job job) {
    JobStatus status = Objects.requireNonNullElseGet(job.getStatus(), JobStatus::new);
    boolean done = status.getConditions().stream().anyMatch(c -> isTrue(c, "Complete"));
    Optional<String> failed =
        status.getConditions().stream()
            .filter(c -> isTrue(c, "Failed"))
            .map(c -> Words.line("%s (%s)".formatted(c.getMessage(), c.getReason())))
            .findFirst();
    int wanted = number(job.getSpec().getCompletions(), 1);
    int failures = number(status.getFailed(), 0);
    String progress =
        "%d of %s succeeded%s"
            .formatted(
                number(status.getSucceeded(), 0),
                Words.count(wanted, "run"),
                failures == 0 ? "" : ", %d failed".formatted(failures));
    return new Completion(done, failed, progress);
  }

  private static boolean isTrue(JobCondition condition, String type) {
    return type.equals(condition.getType()) && "True".equals(condition.getStatus());
  }

  /** Whether its controller has seen what is asked for now, so that its status is about that. */
  static boolean isObserved(HasMetadata workload, Long observed) {
    Long generation = workload.getMetadata().getGeneration();
    return observed != null && (generation == null || observed >= generation);
  }

  private static Completion unseen(HasMetadata workload, Optional<String> failed) {
    String waiting =
        "0 of its replicas made: the cluster's %s controller has not seen it yet"
            .formatted(workload.getKind());
    return new Completion(false, failed, waiting);
  }

  private static String replicas(int ready, int wanted, int old) {
    return "%d of %s ready%s"
        .formatted(
            ready,
            Words.count(wanted, "new replica"),
            old <= 0 ? "" : ", %d old left".formatted(old));
  }

  private static int number(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
