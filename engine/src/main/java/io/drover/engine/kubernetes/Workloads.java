package io.drover.engine.kubernetes;

import io.drover.config.model.Service;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;

/** What keeps the pods of services running. */
final class Workloads {
  /** A program without a readiness probe counts as ready once it has not ended for so long. */
  private static final Integer UNPROBED_SECONDS = 5;

  private static final int KEPT_REVISIONS = 3;

  private Workloads() {}

  static Deployment deployment(Service service, Identity identity, PodTemplateSpec pods) {
    return new DeploymentBuilder()
        .withMetadata(identity.metadata())
        .withNewSpec()
        .withReplicas(service.autoscaler().isPresent() ? null : (Integer) service.replicas())
        .withMinReadySeconds(service.readiness().isPresent() ? null : UNPROBED_SECONDS)
        .withRevisionHistoryLimit(KEPT_REVISIONS)
        .withProgressDeadlineSeconds(Seconds.of(service.deployment().timeout()))
        .withNewSelector()
        .withMatchLabels(identity.labels().selecting())
        .endSelector()
        .withStrategy(strategy(service))
        .withTemplate(pods)
        .endSpec()
        .build();
  }

  /** New pods before old ones go; except where both would hold one disk, which cannot be. */
  private static DeploymentStrategy strategy(Service service) {
    if (Disks.exclusive(service)) {
      return new DeploymentStrategyBuilder().withType("Recreate").build();
    }
    return new DeploymentStrategyBuilder()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxUnavailable(new IntOrString(0))
        .withMaxSurge(new IntOrString("25%"))
        .endRollingUpdate()
        .build();
  }
}
