package io.drover.engine.deploy.podman;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What podman is asked about the containers of one environment, and told to do with them. */
final class Podman {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final int REMOVALS = 5;

  /** Kubernetes' default for the time between SIGTERM and SIGKILL. */
  static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

  private final Containers containers;
  private final Scope scope;

  Podman(Containers containers, Scope scope) {
    this.containers = containers;
    this.scope = scope;
  }

  Scope scope() {
    return scope;
  }

  /** A podman command that takes a minute at most. */
  Command command(List<String> arguments) {
    return containers.podman(arguments).timeout(TIMEOUT);
  }

  /** A podman command that takes a minute at most. */
  Command command(String... arguments) {
    return command(List.of(arguments));
  }

  /** All containers of the environment, stopped ones too: one call. */
  List<PodmanContainer> list() throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("ps", "--all", "--format=json"));
    arguments.addAll(scope.filters());
    String output = command(arguments).check("list the containers").output();
    List<PodmanContainer> found = new ArrayList<>();
    json(output).forEach(node -> found.add(PodmanContainer.from(node)));
    return found;
  }

  /** Removes containers at once; those that are not there count as removed. */
  void remove(Collection<String> names) throws InterruptedException {
    if (names.isEmpty()) {
      return;
    }
    List<String> remove =
        new ArrayList<>(List.of("rm", "--force", "--ignore", "--volumes", "--time=0"));
    remove.addAll(names);
    List<String> stop = new ArrayList<>(List.of("stop", "--ignore", "--time=0"));
    stop.addAll(names);
    // A container that is just between its end and its restart cannot be removed, so that one that
    // crashes all the time takes several attempts. Stopping it ends the restarts.
    for (int i = 0; i < REMOVALS; i++) {
      if (command(remove).run().succeeded()) {
        return;
      }
      command(stop).run();
    }
    command(remove).check("remove containers");
  }

  /** Removes containers also in a thread that is interrupted, and leaves it so. */
  void removeInAnyCase(Collection<String> names) {
    inAnyCase(() -> remove(names));
  }

  /** Starts stopped containers also in a thread that is interrupted, and leaves it so. */
  void startInAnyCase(Collection<String> names) {
    List<String> arguments = new ArrayList<>(List.of("start"));
    arguments.addAll(names);
    if (!names.isEmpty()) {
      inAnyCase(() -> command(arguments).check("start containers again"));
    }
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private static void inAnyCase(Work work) {
    boolean interrupted = Thread.interrupted();
    try {
      work.run();
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Stops containers with the grace period that each was created with. */
  void stop(Collection<String> names, Duration grace) throws InterruptedException {
    if (names.isEmpty()) {
      return;
    }
    List<String> arguments = new ArrayList<>(List.of("stop", "--ignore"));
    arguments.addAll(names);
    command(arguments).timeout(grace.plus(TIMEOUT)).check("stop containers");
  }

  /** The last lines that a container wrote, at most 10. */
  List<String> lastLines(String name) throws InterruptedException {
    Command.Result result = command("logs", "--tail=10", name).run();
    List<String> lines = (result.output() + result.error()).lines().toList();
    return lines.subList(Math.max(0, lines.size() - 10), lines.size());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new WorkFailedException("podman answered with something else than JSON", e);
    }
  }

  static String toJson(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
