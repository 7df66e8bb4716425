package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Pods that no node takes, with the scheduler's words. */
final class SchedulingTroubles {
  private SchedulingTroubles() {}

  static Optional<Trouble> of(String service, Pod pod, Observed observed) {
    return pod.getStatus().getConditions().stream()
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .findFirst()
        .map(c -> of(service, pod, c, observed));
  }

  private static Trouble of(String service, Pod pod, PodCondition condition, Observed observed) {
    String said = Words.line(condition.getMessage());
    if ("SchedulingGated".equals(condition.getReason())) {
      return Trouble.of(
          Cause.UNSCHEDULABLE,
          "pods of %s are held back by a scheduling gate: %s".formatted(service, said));
    }
    String words = "no node takes a pod of %s: %s".formatted(service, Words.sentence(said));
    if (Words.says(said, "persistentvolumeclaim")) {
      words += claims(pod, observed);
    } else if (said.contains("Insufficient")) {
      words += " Lower its requests, or give the cluster more nodes.";
    }
    return Trouble.of(Cause.UNSCHEDULABLE, words).at(condition.getLastTransitionTime());
  }

  /** What is told about the claims themselves, which the scheduler does not know. */
  private static String claims(Pod pod, Observed observed) {
    List<String> said =
        pod.getSpec().getVolumes().stream()
            .map(Volume::getPersistentVolumeClaim)
            .filter(Objects::nonNull)
            .flatMap(c -> claim(c.getClaimName(), observed).stream())
            .toList();
    return String.join("", said);
  }

  private static Optional<String> claim(String name, Observed observed) {
    return observed
        .eventsOfClaim(name)
        .because("ProvisioningFailed", "FailedBinding", "VolumeMismatch", "ExternalProvisioning")
        .newest()
        .map(
            e ->
                Words.sentence(" Volume claim %s: %s".formatted(name, Words.line(e.getMessage()))));
  }
}
