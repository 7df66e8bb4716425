package io.drover.engine.deploy.cluster;

import io.drover.config.model.Deployment.Colour;
import io.drover.engine.deploy.cluster.rollout.Cause;
import io.drover.engine.deploy.cluster.rollout.Diagnosis;
import io.drover.engine.deploy.cluster.rollout.Observed;
import io.drover.engine.deploy.cluster.rollout.RollOut;
import io.drover.engine.deploy.cluster.rollout.Trouble;
import io.drover.engine.deploy.cluster.rollout.Workload;
import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a Deployment or StatefulSet does.
 *
 * @param object itself
 * @param template of its pods
 * @param ready replicas that are ready
 * @param wanted replicas that were asked for
 * @param since when its last roll-out ended
 */
record WorkloadState(
    HasMetadata object, PodTemplateSpec template, int ready, int wanted, Optional<Instant> since) {

  static WorkloadState of(Deployment deployment) {
    Optional<Instant> since =
        deployment.getStatus().getConditions().stream()
            .filter(c -> "Progressing".equals(c.getType()))
            .filter(c -> "NewReplicaSetAvailable".equals(c.getReason()))
            .map(c -> Instant.parse(c.getLastUpdateTime()))
            .findFirst();
    return new WorkloadState(
        deployment,
        deployment.getSpec().getTemplate(),
        number(deployment.getStatus().getReadyReplicas(), 0),
        number(deployment.getSpec().getReplicas(), 1),
        since);
  }

  static WorkloadState of(StatefulSet set) {
    return new WorkloadState(
        set,
        set.getSpec().getTemplate(),
        number(set.getStatus().getReadyReplicas(), 0),
        number(set.getSpec().getReplicas(), 1),
        Optional.of(Instant.parse(set.getMetadata().getCreationTimestamp())));
  }

  private static int number(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  boolean isDone() {
    return RollOut.isDone(object);
  }

  Optional<Colour> colour() {
    return LiveObjects.label(object, Ownership.COLOUR).flatMap(Colour::of);
  }

  /** How it does and, where it does not do well, why. */
  Verdict health(String service, Observed observed) {
    Workload workload =
        new Workload(service, object.getKind(), object.getMetadata().getName(), Duration.ZERO);
    Diagnosis diagnosis = Diagnosis.of(workload, observed);
    if (diagnosis.completion().done()) {
      return new Verdict(wanted == 0 ? Health.STOPPED : Health.HEALTHY, Optional.empty());
    }
    Optional<Trouble> worst = diagnosis.troubles().stream().findFirst();
    Optional<String> wrong =
        worst
            .filter(trouble -> trouble.cause() != Cause.BUSY)
            .map(Trouble::words)
            .or(diagnosis.completion()::failed);
    return wrong.isPresent()
        ? new Verdict(Health.FAILING, wrong)
        : new Verdict(
            Health.STARTING,
            Optional.of(worst.map(Trouble::words).orElse(diagnosis.completion().progress())));
  }

  /** How it does, and why it does not do well. */
  record Verdict(Health health, Optional<String> reason) {}

  ServiceState.Version version(String service, Function<String, Optional<String>> versions) {
    String image = image(service);
    String version =
        versions.apply(image).or(() -> LiveObjects.label(object, Ownership.VERSION)).orElse("");
    return new ServiceState.Version(
        colour(), version, image, ready, wanted, isDone() ? since : Optional.empty());
  }

  /** The image of the container that carries the service's name, else of the first. */
  private String image(String service) {
    List<Container> containers = template.getSpec().getContainers();
    return containers.stream()
        .filter(c -> c.getName().equals(service))
        .findFirst()
        .orElse(containers.get(0))
        .getImage();
  }
}
