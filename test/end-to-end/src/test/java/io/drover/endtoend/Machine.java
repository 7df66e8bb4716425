package io.drover.endtoend;

import io.drover.engine.process.Containers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Looks for what drover made on this machine from one state folder. */
final class Machine {
  /**
   * What outlives a run: the servers with gpg's agent, and podman's monitors of the services.
   * Podman's name server is one for the whole machine, whoever happened to start it.
   */
  private static final Set<String> MAY_STAY =
      Set.of("aptly", "docker-registry", "gpg-agent", "conmon", "aardvark-dns");

  private final Containers containers;
  private final String instance;
  private final Path stateHome;

  Machine(Containers containers, String instance, Path stateHome) {
    this.containers = containers;
    this.instance = instance;
    this.stateHome = stateHome;
  }

  /** Containers in which builds and tests run. */
  List<String> agents() {
    return podman(
        "ps", "--all", "--format={{.Names}}", "--filter=label=io.drover.agent=" + instance);
  }

  /** Containers of an environment that are replicas of services: id and image. */
  List<String> replicas(String environment) {
    return podman(
        "ps",
        "--all",
        "--no-trunc",
        "--format={{.ID}} {{.Image}}",
        "--filter=label=io.drover.instance=" + instance,
        "--filter=label=io.drover.role=replica",
        "--filter=label=io.drover.environment=" + environment);
  }

  /** Repositories of the images in podman's storage. */
  List<String> images() {
    return podman("images", "--format={{.Repository}}");
  }

  /** Everything of podman's that is left, apart from images. */
  List<String> inPodman() {
    List<String> found = new ArrayList<>(agents());
    String label = "--filter=label=io.drover.instance=" + instance;
    found.addAll(podman("ps", "--all", "--format=container {{.Names}}", label));
    found.addAll(podman("network", "ls", "--format=network {{.Name}}", label));
    found.addAll(podman("volume", "ls", "--format=volume {{.Name}}", label));
    return found;
  }

  /** Words of how podman was told to make the containers of the services. */
  String containerDescriptions() {
    List<String> words = new ArrayList<>(List.of("inspect", "--format={{.Config.CreateCommand}}"));
    words.addAll(podman("ps", "--all", "--quiet", "--filter=label=io.drover.instance=" + instance));
    return Shell.check(containers.podman(words));
  }

  /** Containers of image builds that are under way. */
  List<String> imageBuilds() {
    return Shell.check(containers.buildah("containers", "--format={{.ContainerName}}"))
        .lines()
        .filter(name -> name.startsWith("drover-" + instance))
        .toList();
  }

  /** Processes of the state folder, other than those that outlive a run. */
  List<String> processesOfRuns() {
    return processes().stream().filter(p -> !MAY_STAY.contains(program(p))).toList();
  }

  /** All processes that name the state folder, in their command or in their environment. */
  List<String> processes() {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(p -> p.getFileName().toString().matches("[0-9]+"))
          .filter(
              p ->
                  read(p, "cmdline").contains(stateHome.toString())
                      || read(p, "environ").contains(stateHome.toString()))
          .map(p -> p.getFileName() + " " + read(p, "cmdline").strip())
          .filter(line -> line.contains(" "))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processes of the state folder without podman's name server, which serves all projects. */
  List<String> processesButNameServer() {
    return processes().stream().filter(p -> !program(p).equals("aardvark-dns")).toList();
  }

  private static String program(String process) {
    String[] words = process.split(" ");
    return words[1].substring(words[1].lastIndexOf('/') + 1);
  }

  private List<String> podman(String... words) {
    return Shell.check(containers.podman(words)).lines().toList();
  }

  /** A file of a process with blanks for its zeros; empty when the process is gone. */
  private static String read(Path process, String file) {
    try {
      byte[] bytes = Files.readAllBytes(process.resolve(file));
      return new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }
}
