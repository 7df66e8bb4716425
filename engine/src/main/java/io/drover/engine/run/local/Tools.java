package io.drover.engine.run.local;

import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The programs that a run needs on this machine, and the Debian packages that bring them. */
public final class Tools {
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private static final String LIST = "tools.txt";

  /** A program, the Debian package that brings it, and whether only containers need it. */
  private record Tool(String program, String debianPackage, boolean forContainers) {}

  /** Where programs lie that are not for people, besides the PATH. */
  private static final List<String> MORE_FOLDERS =
      List.of("/usr/sbin", "/sbin", "/usr/lib/podman", "/usr/libexec/podman");

  private Tools() {}

  /**
   * Makes sure that everything is there, by installing what is missing where that may be done.
   *
   * @param containers whether containers are run
   * @param mayInstall whether Debian packages may be installed on this machine
   * @throws WorkFailedException if something is missing and was not installed; names all of it
   */
  public static void ensure(boolean containers, boolean mayInstall, Consumer<String> notice)
      throws InterruptedException {
    Set<String> packages = missing(containers);
    if (packages.isEmpty()) {
      return;
    }
    String line = "apt-get install --no-install-recommends " + String.join(" ", packages);
    if (!mayInstall || !isRoot() || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      throw new WorkFailedException(
          "this machine lacks %s. Install as root on Debian or Ubuntu: %s"
              .formatted(String.join(", ", packages), line));
    }
    notice.accept("installing what is missing: " + line);
    install(packages, notice);
    Set<String> still = missing(containers);
    if (!still.isEmpty()) {
      throw new WorkFailedException(
          "still missing after the installation: " + String.join(", ", still));
    }
  }

  private static Set<String> missing(boolean containers) {
    Set<String> packages = new LinkedHashSet<>();
    tools().stream()
        .filter(tool -> containers || !tool.forContainers())
        .filter(tool -> !isThere(tool.program()))
        .forEach(tool -> packages.add(tool.debianPackage()));
    return packages;
  }

  private static List<Tool> tools() {
    try (InputStream list = Tools.class.getResourceAsStream(LIST)) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" +"))
          .map(words -> new Tool(words[0], words[1], words[2].equals("containers")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isThere(String program) {
    Stream<String> path = Stream.of(System.getenv("PATH").split(File.pathSeparator));
    return Stream.concat(path, MORE_FOLDERS.stream())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void install(Set<String> packages, Consumer<String> notice)
      throws InterruptedException {
    Map<String, String> quiet = Map.of("DEBIAN_FRONTEND", "noninteractive");
    Command.of("apt-get", "-q", "update").with(quiet).timeout(TIMEOUT).check("read apt's lists");
    boolean registryIsNew = packages.contains("docker-registry");
    List<String> words =
        new ArrayList<>(List.of("apt-get", "-q", "-y", "--no-install-recommends", "install"));
    words.addAll(packages);
    Command.of(words).with(quiet).timeout(TIMEOUT).check("install " + String.join(", ", packages));
    if (registryIsNew && Files.isDirectory(Path.of("/run/systemd/system"))) {
      // Debian's package starts a registry for the whole machine, which nobody asked for.
      notice.accept("disabling the service docker-registry; Drover starts its own registry");
      Command.of("systemctl", "disable", "--now", "docker-registry").run();
    }
  }
}
