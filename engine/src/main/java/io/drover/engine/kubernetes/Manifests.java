package io.drover.engine.kubernetes;

import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.ImageReference;
import io.drover.engine.release.Release.ReleasedImage;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;
import java.util.Optional;

/** Turns the services of an environment into Kubernetes objects. */
public final class Manifests {
  private static final int KEPT_REVISIONS = 3;

  private final String project;
  private final Environment environment;
  private final Map<String, ReleasedImage> images;

  private Manifests(String project, Environment environment, Map<String, ReleasedImage> images) {
    this.project = project;
    this.environment = environment;
    this.images = images;
  }

  /**
   * The objects of an environment: the same input gives the same objects in the same order.
   *
   * @param project the project's name
   * @param environment what runs
   * @param images image by service
   * @throws WorkFailedException if a service has no image
   */
  public static EnvironmentManifests of(
      String project, Environment environment, Map<String, ReleasedImage> images) {
    Manifests manifests = new Manifests(project, environment, images);
    return new EnvironmentManifests(
        project,
        environment.name(),
        environment.namespace(),
        environment.services().stream().map(manifests::of).toList());
  }

  private ServiceManifests of(Service service) {
    ReleasedImage image = image(service);
    Labels labels = Labels.of(project, service, image.version());
    ObjectMeta metadata =
        new ObjectMetaBuilder()
            .withName(service.name())
            .withNamespace(environment.namespace())
            .withLabels(labels.all())
            .withAnnotations(service.annotations())
            .build();
    return new ServiceManifests(
        service.name(),
        deployment(service, labels, metadata, image.reference()),
        Routes.service(service, labels, metadata),
        Disks.claims(service, metadata),
        Routes.ingress(service, metadata),
        disruptionBudget(service, labels, metadata));
  }

  private ReleasedImage image(Service service) {
    ReleasedImage image = images.get(service.name());
    if (image == null) {
      throw new WorkFailedException(
          "service %s of %s: there is no image of application %s; build it first"
              .formatted(service.name(), environment.name(), service.application()));
    }
    return image;
  }

  private static Deployment deployment(
      Service service, Labels labels, ObjectMeta metadata, ImageReference image) {
    return new DeploymentBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withReplicas(service.replicas())
        .withRevisionHistoryLimit(KEPT_REVISIONS)
        .withProgressDeadlineSeconds(Seconds.of(service.deployment().timeout()))
        .withNewSelector()
        .withMatchLabels(labels.selecting())
        .endSelector()
        .withStrategy(strategy(service))
        .withTemplate(PodTemplates.of(service, labels, image))
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
        .withMaxSurge(new IntOrString(1))
        .endRollingUpdate()
        .build();
  }

  private static Optional<PodDisruptionBudget> disruptionBudget(
      Service service, Labels labels, ObjectMeta metadata) {
    if (service.replicas() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        new PodDisruptionBudgetBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withMaxUnavailable(new IntOrString(1))
            .withNewSelector()
            .withMatchLabels(labels.selecting())
            .endSelector()
            .endSpec()
            .build());
  }
}
