package io.drover.engine.process;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The machine's container tools, podman and buildah, set up so that they work where they can. */
public final class Containers {
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(20);

  /**
   * Settings for machines where root lacks CAP_SYS_RESOURCE (limits cannot be raised) and cgroups
   * are of version 1 or without systemd (crun refuses them): containers inside containers, mostly.
   */
  private static final String CONFINED =
      """
      [containers]
      default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
      [engine]
      runtime = "runc"
      cgroup_manager = "cgroupfs"
      [network]
      network_backend = "netavark"
      """;

  private final Optional<Path> configuration;
  private final List<String> storage;
  private final Optional<String> whyNot;

  private Containers(Optional<Path> configuration, Optional<String> whyNot) {
    this(configuration, List.of(), whyNot);
  }

  private Containers(Optional<Path> configuration, List<String> storage, Optional<String> whyNot) {
    this.configuration = configuration;
    this.storage = storage;
    this.whyNot = whyNot;
  }

  /** Tools of a machine on which no containers are run. */
  public static final Containers NONE =
      new Containers(Optional.empty(), Optional.of("nobody asked whether they can"));

  /**
   * Finds out how podman runs containers here: as it is, or with settings for confined machines. A
   * container of the machine's own files is run for that, which needs no image.
   *
   * @param directory where the settings are kept; one at a time tries it out for one of them
   */
  public static Containers probe(Path directory) throws InterruptedException {
    Containers plain = new Containers(Optional.empty(), Optional.empty());
    Optional<String> trouble = plain.tryOut(directory);
    if (trouble.isEmpty()) {
      return plain;
    }
    Containers confined = new Containers(Optional.of(write(directory)), Optional.empty());
    return confined.tryOut(directory).isEmpty()
        ? confined
        : new Containers(Optional.empty(), trouble);
  }

  /** The same tools with a store of images in a folder of its own, as on another machine. */
  Containers withStorage(Path folder) {
    List<String> options =
        List.of("--root", folder.toString(), "--runroot", folder.resolve("run").toString());
    return new Containers(configuration, options, whyNot);
  }

  /** Why podman cannot run containers here, in podman's own words; empty when it can. */
  public Optional<String> whyNot() {
    return whyNot;
  }

  /** A podman command. */
  public Command podman(List<String> arguments) {
    return tool("podman", arguments);
  }

  /** A podman command. */
  public Command podman(String... arguments) {
    return tool("podman", List.of(arguments));
  }

  /** A buildah command. */
  public Command buildah(List<String> arguments) {
    return tool("buildah", arguments);
  }

  /** A buildah command. */
  public Command buildah(String... arguments) {
    return tool("buildah", List.of(arguments));
  }

  private Command tool(String name, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(name));
    words.addAll(storage);
    words.addAll(arguments);
    Command command = Command.of(words);
    configuration.ifPresent(file -> command.with("CONTAINERS_CONF", file.toString()));
    return command;
  }

  /** One that was killed leaves its container, whose name the next one takes over. */
  private Optional<String> tryOut(Path directory) throws InterruptedException {
    String name = "drover-probe-%08x".formatted(directory.toAbsolutePath().toString().hashCode());
    try {
      Command.Result result =
          podman(
                  "run",
                  "--rm",
                  "--replace",
                  "--name",
                  name,
                  "--network=none",
                  "--rootfs",
                  "/:O",
                  "/bin/true")
              .timeout(PROBE_TIMEOUT)
              .run();
      return result.succeeded() ? Optional.empty() : Optional.of(withoutWarnings(result));
    } catch (WorkFailedException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Podman's warnings are about what it goes on without; the reason is the line after them. */
  private static String withoutWarnings(Command.Result result) {
    return result
        .error()
        .lines()
        .filter(line -> !line.contains("level=warning"))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  private static Path write(Path directory) {
    Path file = directory.resolve("containers.conf");
    try {
      Files.createDirectories(directory);
      Files.writeString(file, CONFINED);
      return file;
    } catch (IOException e) {
      throw new WorkFailedException("could not write %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
