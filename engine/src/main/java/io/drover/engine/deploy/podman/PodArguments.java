package io.drover.engine.deploy.podman;

import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SleepAction;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The options of {@code podman run} that a pod template stands for, its environment excepted. */
final class PodArguments {
  private static final Set<String> KNOWN_RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");

  private PodArguments() {}

  /** The template's only container. */
  static Container container(PodTemplateSpec template) {
    List<Container> containers = template.getSpec().getContainers();
    if (containers.size() != 1 || !template.getSpec().getInitContainers().isEmpty()) {
      throw new WorkFailedException(
          "podman runs pods of one container, without init containers: use a cluster for "
              + containers.get(0).getName());
    }
    return containers.get(0);
  }

  /** User and privileges. */
  static List<String> security(PodTemplateSpec template) {
    PodSecurityContext pod =
        Optional.ofNullable(template.getSpec().getSecurityContext())
            .orElseGet(PodSecurityContext::new);
    SecurityContext own =
        Optional.ofNullable(container(template).getSecurityContext())
            .orElseGet(SecurityContext::new);
    List<String> arguments = new ArrayList<>();
    user(pod, own).ifPresent(user -> arguments.add("--user=" + user));
    if (own.getCapabilities() != null) {
      own.getCapabilities().getDrop().forEach(c -> arguments.add("--cap-drop=" + c.toLowerCase()));
      own.getCapabilities().getAdd().forEach(c -> arguments.add("--cap-add=" + c.toLowerCase()));
    }
    if (Boolean.FALSE.equals(own.getAllowPrivilegeEscalation())) {
      arguments.add("--security-opt=no-new-privileges");
    }
    if (Boolean.TRUE.equals(own.getReadOnlyRootFilesystem())) {
      arguments.add("--read-only");
    }
    // As container runtimes do in a cluster of today: ports below 1024 need no privilege.
    arguments.add("--sysctl=net.ipv4.ip_unprivileged_port_start=0");
    return arguments;
  }

  private static Optional<String> user(PodSecurityContext pod, SecurityContext own) {
    Optional<Long> user =
        Optional.ofNullable(own.getRunAsUser()).or(() -> Optional.ofNullable(pod.getRunAsUser()));
    Optional<Long> group =
        Optional.ofNullable(own.getRunAsGroup()).or(() -> Optional.ofNullable(pod.getRunAsGroup()));
    return user.map(u -> u + group.map(g -> ":" + g).orElse(""));
  }

  /** Whether the image must name a user by number that is not root. */
  static boolean imageMustNameUser(PodTemplateSpec template) {
    PodSecurityContext pod = template.getSpec().getSecurityContext();
    SecurityContext own = container(template).getSecurityContext();
    boolean nonRoot =
        own != null && own.getRunAsNonRoot() != null
            ? own.getRunAsNonRoot()
            : pod != null && Boolean.TRUE.equals(pod.getRunAsNonRoot());
    return nonRoot
        && user(
                pod == null ? new PodSecurityContext() : pod,
                own == null ? new SecurityContext() : own)
            .isEmpty();
  }

  /**
   * Limits of memory and processor.
   *
   * @throws WorkFailedException if the pod asks for what podman cannot give, as GPUs
   */
  static List<String> limits(PodTemplateSpec template) {
    Container container = container(template);
    if (container.getResources() == null || container.getResources().getLimits() == null) {
      return List.of();
    }
    Map<String, Quantity> limits = container.getResources().getLimits();
    limits.keySet().stream()
        .filter(resource -> !KNOWN_RESOURCES.contains(resource))
        .findFirst()
        .ifPresent(
            resource -> {
              throw new WorkFailedException(
                  "it asks for %s, which only a cluster can give: run it with another target"
                      .formatted(resource));
            });
    List<String> arguments = new ArrayList<>();
    Optional.ofNullable(limits.get("memory"))
        .map(Quantity::getNumericalAmount)
        .map(bytes -> bytes.setScale(0, RoundingMode.CEILING).toPlainString())
        .ifPresent(bytes -> arguments.add("--memory=" + bytes + "b"));
    Optional.ofNullable(limits.get("cpu"))
        .map(Quantity::getNumericalAmount)
        .map(cpus -> cpus.setScale(3, RoundingMode.CEILING).toPlainString())
        .ifPresent(cpus -> arguments.add("--cpus=" + cpus));
    return arguments;
  }

  /**
   * The value of a field of the pod.
   *
   * @param path the field's path as the downward API writes it
   * @param metadata of the pod: name, namespace, labels and annotations
   * @param ip the pod's address
   */
  static String field(String path, ObjectMeta metadata, String ip) {
    if (path.startsWith("metadata.labels['") && path.endsWith("']")) {
      return entry(metadata.getLabels(), path);
    }
    if (path.startsWith("metadata.annotations['") && path.endsWith("']")) {
      return entry(metadata.getAnnotations(), path);
    }
    return switch (path) {
      case "metadata.name" -> metadata.getName();
      case "metadata.namespace" -> metadata.getNamespace();
      case "status.podIP", "status.podIPs" -> ip;
      default ->
          throw new WorkFailedException(
              "pod field %s means nothing with podman; known are metadata.name,".formatted(path)
                  + " metadata.namespace, metadata.labels['…'], metadata.annotations['…'] and"
                  + " status.podIP");
    };
  }

  private static String entry(Map<String, String> map, String path) {
    String key = path.substring(path.indexOf('\'') + 1, path.length() - 2);
    return Optional.ofNullable(map).map(m -> m.get(key)).orElse("");
  }

  /** Entry point, image and arguments: the end of the command line. */
  static List<String> program(PodTemplateSpec template) {
    Container container = container(template);
    List<String> arguments = new ArrayList<>();
    if (!container.getCommand().isEmpty()) {
      arguments.add("--entrypoint=" + Podman.toJson(container.getCommand()));
    }
    arguments.add(container.getImage());
    arguments.addAll(container.getArgs());
    return arguments;
  }

  /** The time between SIGTERM and SIGKILL, in seconds: without what a cluster waits before. */
  static long grace(PodSpec spec) {
    long before =
        spec.getContainers().stream()
            .map(Container::getLifecycle)
            .filter(lifecycle -> lifecycle != null && lifecycle.getPreStop() != null)
            .map(lifecycle -> lifecycle.getPreStop().getSleep())
            .filter(Objects::nonNull)
            .mapToLong(SleepAction::getSeconds)
            .max()
            .orElse(0);
    return Optional.ofNullable(spec.getTerminationGracePeriodSeconds())
        .map(seconds -> seconds - before)
        .orElse(Podman.DEFAULT_GRACE.toSeconds());
  }
}
