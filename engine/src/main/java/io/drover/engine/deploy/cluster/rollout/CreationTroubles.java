package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pods that the cluster does not let be made, with the words of quota, limits or admission. */
final class CreationTroubles {
  private static final Pattern WRAPPING =
      Pattern.compile(
          "^(?:\\(combined from similar events\\): |Error creating: "
              + "|create Pod \\S+ in StatefulSet \\S+ failed error: |pods \"[^\"]*\" is forbidden: "
              + "|Internal error occurred: )");

  private CreationTroubles() {}

  /** Of a Deployment, by its own status. */
  static Optional<Trouble> of(String service, Deployment deployment) {
    return deployment.getStatus().getConditions().stream()
        .filter(c -> "ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
        .max(Comparator.comparing(DeploymentCondition::getLastUpdateTime))
        .map(c -> refused(service, c.getMessage()).at(c.getLastUpdateTime()));
  }

  /**
   * Of what makes its pods itself and has no such status.
   *
   * @param since what was told before this time is over; empty when no pod was ever made
   */
  static Optional<Trouble> of(String service, HasMetadata owner, Observed observed, String since) {
    return observed
        .eventsOf(owner)
        .because("FailedCreate")
        .where(e -> EventList.time(e).compareTo(since) >= 0)
        .newest()
        .map(e -> refused(service, e));
  }

  private static Trouble refused(String service, Event event) {
    return refused(service, EventList.message(event)).at(EventList.time(event));
  }

  /** Of a pod that somebody asked for himself, with the words of the refusal. */
  static Trouble refused(String service, String message) {
    String said = Words.line(message);
    for (String shorter = WRAPPING.matcher(said).replaceFirst("");
        !shorter.equals(said);
        shorter = WRAPPING.matcher(said).replaceFirst("")) {
      said = shorter;
    }
    return Trouble.of(
        Cause.REFUSED,
        "the cluster refuses pods of %s: %s%s"
            .formatted(service, Words.sentence(said), advice(said)));
  }

  private static String advice(String said) {
    if (said.contains("exceeded quota")) {
      return " Ask for less, or have the quota raised.";
    }
    if (Words.says(said, "usage per container", "usage per pod", "limit to request ratio")) {
      return " Set requests and limits that the namespace's LimitRange allows.";
    }
    if (said.contains("error looking up service account")) {
      return " Create the ServiceAccount.";
    }
    if (said.contains("failed calling webhook")) {
      return " Whoever runs this webhook has to bring it back.";
    }
    return "";
  }
}
