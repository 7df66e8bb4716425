package io.drover.jenkins.image;

import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs {@code start} with a program in Java's place that writes down how it was called. */
final class StartScript {
  private static final Path SCRIPT = Path.of("start").toAbsolutePath();

  private final Path folder;
  private final Path home;

  private StartScript(Path folder) {
    this.folder = folder;
    this.home = folder.resolve("home");
  }

  /** In a folder of its own. */
  static StartScript in(Path folder) throws IOException {
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$CALLED/arguments\"\nenv > \"$CALLED/variables\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new StartScript(folder);
  }

  Path home() {
    return home;
  }

  /** Where files named after variables are taken from; it need not be there. */
  Path secrets() {
    return folder.resolve("secrets");
  }

  /** Starts it with these variables and no others. */
  Outcome run(Map<String, String> variables) throws IOException, InterruptedException {
    Files.deleteIfExists(folder.resolve("arguments"));
    Files.deleteIfExists(folder.resolve("variables"));
    Map<String, String> all = new TreeMap<>(variables);
    all.putIfAbsent("JENKINS_HOME", home.toString());
    all.put("CALLED", folder.toString());
    all.put("DROVER_SECRETS", secrets().toString());
    all.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    Command.Result result =
        Command.of("sh", SCRIPT.toString()).withCleanEnvironment().with(all).run();
    return new Outcome(
        result.status(), result.error().lines().toList(), lines("arguments"), lines("variables"));
  }

  private List<String> lines(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** What Configuration as Code reads, by name. */
  Map<String, String> settings() throws IOException {
    return texts(home.resolve(".drover/variables"));
  }

  /** What is taken as it is, by name. */
  Map<String, String> files() throws IOException {
    return texts(home.resolve(".drover/files"));
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : Trees.glob(folder, "*")) {
      texts.put(file.getFileName().toString(), Files.readString(file));
    }
    return texts;
  }

  /**
   * What came of it.
   *
   * @param said lines of standard error
   * @param arguments Java's, one by one; empty if it was not started
   * @param variables Java's environment, {@code NAME=value}
   */
  record Outcome(int status, List<String> said, List<String> arguments, List<String> variables) {
    boolean started() {
      return !arguments.isEmpty();
    }

    /** Files of Configuration as Code, by name. */
    List<String> configuration() {
      String list = variable("CASC_JENKINS_CONFIG");
      return Stream.of(list.split(","))
          .map(file -> Path.of(file).getFileName().toString())
          .toList();
    }

    String variable(String name) {
      return variables.stream()
          .filter(line -> line.startsWith(name + "="))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElse("");
    }
  }
}
