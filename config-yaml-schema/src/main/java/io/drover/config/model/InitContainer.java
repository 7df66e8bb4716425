package io.drover.config.model;

import java.util.List;
import java.util.Optional;

/**
 * A container that runs to its end before the service starts.
 *
 * @param name DNS label
 * @param application name of the application it runs
 * @param version pins the image's version; empty: the release decides
 * @param command in place of the image's entry point; empty: the image's own
 * @param env its environment
 * @param volumes what is mounted; a volume that the service names too is the same one
 */
public record InitContainer(
    String name,
    String application,
    Optional<String> version,
    List<String> command,
    List<EnvironmentVariable> env,
    List<Volume> volumes) {

  public InitContainer {
    command = List.copyOf(command);
    env = List.copyOf(env);
    volumes = List.copyOf(volumes);
  }
}
