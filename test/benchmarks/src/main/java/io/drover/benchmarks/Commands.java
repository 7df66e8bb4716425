package io.drover.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Processes that are timed against each other. They take turns, so that a busy moment of the
 * machine hits all of them alike.
 */
final class Commands {
  private static final long LONGEST_SECONDS = 900;

  private final Map<String, List<List<String>>> commands = new LinkedHashMap<>();
  private final Path folder;

  /** Begins a row of commands to be run in a folder. */
  Commands(Path folder) {
    this.folder = folder;
  }

  /** Adds processes that are run one after the other and timed together. */
  Commands with(String name, List<List<String>> processes) {
    commands.put(name, processes);
    return this;
  }

  /** Adds a process. */
  Commands withOne(String name, List<String> process) {
    return with(name, List.of(process));
  }

  /**
   * Runs all of them in turns; the first turn warms the disk cache and does not count.
   *
   * @throws IllegalStateException if one of them does not end with 0
   */
  Map<String, Samples> time(int turns) throws IOException, InterruptedException {
    Map<String, double[]> times = new LinkedHashMap<>();
    for (int turn = -1; turn < turns; turn++) {
      for (Map.Entry<String, List<List<String>>> entry : commands.entrySet()) {
        double took = time(entry.getValue());
        if (turn >= 0) {
          times.computeIfAbsent(entry.getKey(), name -> new double[turns])[turn] = took;
        }
      }
    }
    Map<String, Samples> samples = new LinkedHashMap<>();
    times.forEach((name, values) -> samples.put(name, new Samples(values)));
    return samples;
  }

  private double time(List<List<String>> processes) throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (List<String> process : processes) {
      run(process, folder);
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /** Runs a process to its end, its output thrown away. */
  static void run(List<String> command, Path folder) throws IOException, InterruptedException {
    run(command, folder, Redirect.DISCARD);
  }

  /** Runs a process to its end. */
  static void run(List<String> command, Path folder, Redirect output)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output)
            .redirectError(Redirect.DISCARD)
            .start();
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("No end after " + LONGEST_SECONDS + " s: " + command);
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException("Status " + process.exitValue() + " of " + command);
    }
  }
}
