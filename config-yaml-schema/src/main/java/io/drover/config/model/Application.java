package io.drover.config.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container image made of a runtime and packages.
 *
 * @param name DNS label
 * @param runtime base image as written
 * @param version the image's version; empty: that of the first dependency with an origin build
 * @param dependencies packages that go into the image
 * @param command entry point, already split into words; empty: the runtime's own
 * @param env environment of the image
 * @param user user (and group) the image runs as
 * @param ports ports it listens on, 1–65535
 * @param labels further labels
 * @param builder which builder makes it
 * @param notifications kind to target
 */
public record Application(
    String name,
    String runtime,
    Optional<String> version,
    List<Dependency> dependencies,
    List<String> command,
    List<EnvironmentVariable> env,
    Optional<String> user,
    List<Integer> ports,
    Map<String, String> labels,
    Builder builder,
    Map<String, String> notifications) {

  public Application {
    dependencies = List.copyOf(dependencies);
    command = List.copyOf(command);
    env = List.copyOf(env);
    ports = List.copyOf(ports);
    labels = Ordered.copyOf(labels);
    notifications = Ordered.copyOf(notifications);
  }

  /** How an image is built. */
  public enum Builder {
    AUTO,
    LAYERS,
    BUILDAH,
    BUILDKIT,
    DOCKER
  }
}
