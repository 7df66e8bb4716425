package io.drover.engine.kubernetes;

import io.drover.config.model.Autoscaler;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.release.Release.ReleasedImage;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pods of a service. They pass the "restricted" level of the Pod Security Standards, so their
 * images must name a user by number.
 */
final class PodTemplates {
  /** The group that owns mounted files; "nonroot" in distroless images. */
  private static final long FILES_GROUP = 65532;

  /** What Kubernetes gives a pod that says nothing. */
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

  private static final String INJECT_SIDECAR = "sidecar.istio.io/inject";

  private final Desired desired;
  private final ManifestSettings settings;

  PodTemplates(Desired desired, ManifestSettings settings) {
    this.desired = desired;
    this.settings = settings;
  }

  /** The image that a service runs. */
  ReleasedImage image(Service service) {
    return image(service.name(), "service " + service.name(), service.application());
  }

  private ReleasedImage image(String key, String where, String application) {
    ReleasedImage image = desired.images().get(key);
    if (image == null) {
      throw new WorkFailedException(
          "%s of %s: there is no image of application %s; build it first"
              .formatted(where, desired.environment().name(), application));
    }
    return image;
  }

  PodTemplateSpec of(Service service, Identity identity, Optional<Colours> colours) {
    Containers containers = new Containers(service, settings, colours);
    return of(
        service,
        identity,
        initContainers(service, containers),
        containers.main(image(service).image()));
  }

  List<Container> initContainers(Service service, Containers containers) {
    return service.initContainers().stream()
        .map(
            init -> {
              String where = "init container %s of %s".formatted(init.name(), service.name());
              String key = Desired.initContainer(service.name(), init.name());
              return containers.init(init, image(key, where, init.application()).image());
            })
        .toList();
  }

  /** Pods of containers that are known already. */
  PodTemplateSpec of(
      Service service, Identity identity, List<Container> initContainers, Container main) {
    Placement nodes = service.gpu().map(settings.gpus()::placement).orElse(Placement.ANYWHERE);
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels(service, identity))
        .withAnnotations(service.annotations())
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNodeSelector(nodes.nodeSelector().isEmpty() ? null : nodes.nodeSelector())
        .withTolerations(Placements.tolerations(nodes))
        .withRuntimeClassName(nodes.runtimeClass().orElse(null))
        .withImagePullSecrets(
            settings.imagePullSecrets().stream().map(LocalObjectReference::new).toList())
        .withSecurityContext(security(service))
        .withTerminationGracePeriodSeconds(grace(service))
        .withTopologySpreadConstraints(spread(service, identity))
        .withInitContainers(initContainers)
        .withContainers(main)
        .withVolumes(volumes(service))
        .endSpec()
        .build();
  }

  private static List<io.fabric8.kubernetes.api.model.Volume> volumes(Service service) {
    return PodVolumes.all(service).stream().map(v -> PodVolumes.of(service, v)).toList();
  }

  private static Map<String, String> labels(Service service, Identity identity) {
    Map<String, String> labels = new LinkedHashMap<>(identity.labels().all());
    service.mesh().ifPresent(mesh -> labels.put(INJECT_SIDECAR, "true"));
    return labels;
  }

  /** The time before SIGTERM counts too, so it is added to the time after it. */
  private static Long grace(Service service) {
    Duration grace = service.gracePeriod().orElse(DEFAULT_GRACE);
    return (long) Seconds.of(grace.plus(Containers.PRE_STOP));
  }

  private static PodSecurityContext security(Service service) {
    PodSecurityContext security =
        new PodSecurityContextBuilder()
            .withRunAsNonRoot(true)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .build();
    if (!PodVolumes.all(service).isEmpty()) {
      security.setFsGroup(FILES_GROUP);
      security.setFsGroupChangePolicy("OnRootMismatch");
    }
    return security;
  }

  /** Spread over nodes where that can be: a node that goes shall not take all replicas with it. */
  private static List<TopologySpreadConstraint> spread(Service service, Identity identity) {
    int most = service.autoscaler().map(Autoscaler::maxReplicas).orElse(service.replicas());
    List<TopologySpreadConstraint> constraints = new ArrayList<>();
    if (most > 1) {
      constraints.add(
          new TopologySpreadConstraintBuilder()
              .withMaxSkew(1)
              .withTopologyKey("kubernetes.io/hostname")
              .withWhenUnsatisfiable("ScheduleAnyway")
              .withNewLabelSelector()
              .withMatchLabels(identity.labels().selecting())
              .endLabelSelector()
              .build());
    }
    return constraints;
  }
}
