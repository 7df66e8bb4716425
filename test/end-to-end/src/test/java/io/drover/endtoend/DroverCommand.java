package io.drover.endtoend;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The launcher at the root of the repository, as a person starts it, with a state of its own. */
final class DroverCommand {
  private static final Duration BUILD = Duration.ofMinutes(5);
  private static Path built;

  private final Path stateHome;
  private final Map<String, String> environment;

  /**
   * The command.
   *
   * @param stateHome its {@code XDG_STATE_HOME}
   */
  DroverCommand(Path stateHome) {
    this(stateHome, Map.of());
  }

  /** The command with more variables than this process has. */
  DroverCommand(Path stateHome, Map<String, String> environment) {
    this.stateHome = stateHome;
    this.environment = environment;
  }

  /** Starts it and waits for its end. */
  Outcome run(String... arguments) {
    return start(arguments).await();
  }

  /** Starts it, with nothing to read and no terminal. */
  RunningDrover start(String... arguments) {
    return start(List.of(), arguments);
  }

  /** As {@link #start}, in a process group of its own, which can be killed as a whole. */
  RunningDrover startApart(String... arguments) {
    return start(List.of("setsid"), arguments);
  }

  private RunningDrover start(List<String> before, String... arguments) {
    List<String> words = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(before);
    words.add(launcher().toString());
    words.addAll(List.of(arguments));
    return RunningDrover.start(words, stateHome);
  }

  /**
   * The launcher. It builds the command first when sources changed, which no test shall wait for.
   */
  static synchronized Path launcher() {
    if (built == null) {
      Path launcher = root().resolve("drover");
      try {
        Path log = Files.createTempFile("drover-build", ".log");
        Process process =
            new ProcessBuilder(launcher.toString(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(BUILD.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
        if (!ended || process.exitValue() != 0) {
          throw new IllegalStateException("the command was not built: " + Files.readString(log));
        }
        Files.delete(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      built = launcher;
    }
    return built;
  }

  /** The root of the repository. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!new File(folder.toFile(), "drover").isFile()) {
      folder = folder.getParent();
    }
    return folder;
  }
}
