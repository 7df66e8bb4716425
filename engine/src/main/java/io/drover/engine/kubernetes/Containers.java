package io.drover.engine.kubernetes;

import io.drover.config.model.EnvironmentVariable;
import io.drover.config.model.InitContainer;
import io.drover.config.model.Service;
import io.drover.config.model.Volume;
import io.drover.engine.kubernetes.ManifestSettings.PreStop;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers in the pods of one service. */
final class Containers {
  /**
   * How long a container goes on serving after its pod began to go: until then, those who route to
   * it may not know yet.
   */
  static final Duration PRE_STOP = Duration.ofSeconds(5);

  private static final String COLOUR = "POD_DEPLOYMENT_COLOUR";

  private final Service service;
  private final ManifestSettings settings;
  private final Optional<Colours> colours;

  Containers(Service service, ManifestSettings settings, Optional<Colours> colours) {
    this.service = service;
    this.settings = settings;
    this.colours = colours;
  }

  /** The container that is the service. */
  Container main(String image) {
    return new ContainerBuilder()
        .withName(service.name())
        .withImage(image)
        .withCommand(service.command())
        .withPorts(service.ports().stream().map(Containers::port).toList())
        .withEnv(variables(service.env(), service.gpu().isPresent()))
        .withResources(resources(true))
        .withLivenessProbe(service.liveness().map(Probes::liveness).orElse(null))
        .withReadinessProbe(service.readiness().map(Probes::readiness).orElse(null))
        .withLifecycle(lifecycle())
        .withVolumeMounts(mounts(service.volumes()))
        .withSecurityContext(security())
        .build();
  }

  /** A container that runs before; it may use what the service may, which costs nothing more. */
  Container init(InitContainer container, String image) {
    return new ContainerBuilder()
        .withName(container.name())
        .withImage(image)
        .withCommand(container.command())
        .withEnv(variables(container.env(), false))
        .withResources(resources(false))
        .withVolumeMounts(mounts(container.volumes()))
        .withSecurityContext(security())
        .build();
  }

  private static SecurityContext security() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  private Lifecycle lifecycle() {
    long seconds = PRE_STOP.toSeconds();
    LifecycleBuilder lifecycle = new LifecycleBuilder();
    return switch (settings.preStop().orElse(PreStop.SLEEP)) {
      case SLEEP -> lifecycle.withNewPreStop().withNewSleep(seconds).endPreStop().build();
      case EXEC ->
          lifecycle
              .withNewPreStop()
              .withNewExec()
              .withCommand("sleep", Long.toString(seconds))
              .endExec()
              .endPreStop()
              .build();
    };
  }

  private static ContainerPort port(int port) {
    return new ContainerPortBuilder()
        .withName(Addresses.portName(port))
        .withContainerPort(port)
        .withProtocol("TCP")
        .build();
  }

  private static List<VolumeMount> mounts(List<Volume> volumes) {
    return volumes.stream().map(PodVolumes::mount).toList();
  }

  private List<EnvVar> variables(List<EnvironmentVariable> own, boolean gpus) {
    List<EnvVar> variables = new ArrayList<>();
    if (!gpus) {
      variables.add(GpuSettings.HIDDEN);
    }
    own.stream()
        .filter(variable -> colours.isEmpty() || !variable.name().equals(COLOUR))
        .filter(variable -> gpus || !variable.name().equals(GpuSettings.HIDDEN.getName()))
        .forEach(variable -> variables.add(variable(variable)));
    colours.ifPresent(
        c ->
            variables.add(
                new EnvVarBuilder().withName(COLOUR).withValue(c.staged().word()).build()));
    return variables;
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

  private ResourceRequirements resources(boolean gpus) {
    Map<String, Quantity> requests = Quantities.of(service.requests());
    Map<String, Quantity> limits = Quantities.of(service.limits());
    service
        .gpu()
        .filter(gpu -> gpus)
        .ifPresent(
            gpu -> {
              requests.put(gpu.type(), new Quantity("" + gpu.count()));
              limits.put(gpu.type(), new Quantity("" + gpu.count()));
            });
    return new ResourceRequirementsBuilder().withRequests(requests).withLimits(limits).build();
  }
}
