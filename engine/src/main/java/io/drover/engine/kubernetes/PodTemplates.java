package io.drover.engine.kubernetes;

import io.drover.config.model.EnvironmentVariable;
import io.drover.config.model.Service;
import io.drover.engine.image.ImageReference;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pods of a service. They pass the "restricted" level of the Pod Security Standards, so their
 * images must name a user by number.
 */
final class PodTemplates {
  /** The group that owns mounted files; "nonroot" in distroless images. */
  private static final long FILES_GROUP = 65532;

  private PodTemplates() {}

  static PodTemplateSpec of(Service service, Labels labels, ImageReference image) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels.all())
        .withAnnotations(service.annotations())
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withSecurityContext(security(service))
        .withTerminationGracePeriodSeconds(
            service.gracePeriod().map(Seconds::of).map(Integer::longValue).orElse(null))
        .withContainers(container(service, image))
        .withVolumes(service.volumes().stream().map(v -> PodVolumes.of(service, v)).toList())
        .endSpec()
        .build();
  }

  private static PodSecurityContext security(Service service) {
    PodSecurityContext security =
        new PodSecurityContextBuilder()
            .withRunAsNonRoot(true)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .build();
    if (!service.volumes().isEmpty()) {
      security.setFsGroup(FILES_GROUP);
      security.setFsGroupChangePolicy("OnRootMismatch");
    }
    return security;
  }

  private static Container container(Service service, ImageReference image) {
    return new ContainerBuilder()
        .withName(service.name())
        .withImage(image.toString())
        .withCommand(service.command())
        .withPorts(service.ports().stream().map(PodTemplates::port).toList())
        .withEnv(service.env().stream().map(PodTemplates::variable).toList())
        .withResources(resources(service))
        .withLivenessProbe(service.liveness().map(Probes::liveness).orElse(null))
        .withReadinessProbe(service.readiness().map(Probes::readiness).orElse(null))
        .withVolumeMounts(service.volumes().stream().map(PodVolumes::mount).toList())
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .build();
  }

  private static ContainerPort port(int port) {
    return new ContainerPortBuilder()
        .withName(Routes.portName(port))
        .withContainerPort(port)
        .withProtocol("TCP")
        .build();
  }

  private static EnvVar variable(EnvironmentVariable variable) {
    EnvVarBuilder builder = new EnvVarBuilder().withName(variable.name());
    if (variable instanceof EnvironmentVariable.Literal literal) {
      return builder.withValue(literal.value()).build();
    }
    if (variable instanceof EnvironmentVariable.FromSecret secret) {
      return builder
          .withNewValueFrom()
          .withNewSecretKeyRef(secret.key(), secret.secret(), null)
          .endValueFrom()
          .build();
    }
    EnvironmentVariable.FromPodField pod = (EnvironmentVariable.FromPodField) variable;
    return builder.withNewValueFrom().withNewFieldRef("v1", pod.field()).endValueFrom().build();
  }

  private static ResourceRequirements resources(Service service) {
    Map<String, Quantity> requests = quantities(service.requests());
    Map<String, Quantity> limits = quantities(service.limits());
    service
        .gpu()
        .ifPresent(
            gpu -> {
              requests.put(gpu.type(), new Quantity("" + gpu.count()));
              limits.put(gpu.type(), new Quantity("" + gpu.count()));
            });
    return new ResourceRequirementsBuilder().withRequests(requests).withLimits(limits).build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> texts) {
    Map<String, Quantity> quantities = new LinkedHashMap<>();
    texts.forEach((resource, text) -> quantities.put(resource, Quantity.parse(text)));
    return quantities;
  }
}
