package io.drover.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What came of fuzzing one target.
 *
 * @param target the target
 * @param folder where all of it lies: {@code log}, {@code finding-N}, {@code crash-*}
 * @param inputs how many were read
 * @param right how many of them held no error
 * @param seconds wall time, the start of the process included
 * @param longestMilliseconds the slowest read
 * @param mostAllocatedKiB the most that a read allocated
 * @param findings distinct ones
 * @param status of the process, 0 when all is good
 */
record Outcome(
    Target target,
    Path folder,
    long inputs,
    long right,
    double seconds,
    long longestMilliseconds,
    long mostAllocatedKiB,
    long findings,
    int status) {

  static Outcome of(Target target, Path folder, double seconds, int status) throws IOException {
    Properties measures = FuzzRun.properties(folder.resolve("measures.properties"));
    return new Outcome(
        target,
        folder,
        number(measures, "inputs"),
        number(measures, "right"),
        seconds,
        number(measures, "longestMilliseconds"),
        number(measures, "mostAllocatedKiB"),
        findings(folder),
        status);
  }

  boolean isGood() {
    return status == 0 && findings == 0 && inputs > 0;
  }

  private static long number(Properties measures, String key) {
    return Long.parseLong(measures.getProperty(key, "0"));
  }

  private static long findings(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("(crash|timeout|oom|leak)-.*"))
          .count();
    }
  }

  static String table(List<Outcome> outcomes) {
    StringBuilder table = new StringBuilder();
    String row = "%-10s %10s %9s %8s %9s %11s %14s %9s%n";
    table.append(
        row.formatted(
            "target",
            "inputs",
            "no error",
            "seconds",
            "inputs/s",
            "slowest ms",
            "most KiB",
            "findings"));
    for (Outcome outcome : outcomes) {
      table.append(
          row.formatted(
              outcome.target.lowerCaseName(),
              outcome.inputs,
              outcome.right,
              String.format(Locale.ROOT, "%.1f", outcome.seconds),
              String.format(Locale.ROOT, "%.0f", outcome.inputs / outcome.seconds),
              outcome.longestMilliseconds,
              outcome.mostAllocatedKiB,
              outcome.findings));
    }
    table.append(
        "sum: %d inputs, %.1f s, %d findings%n"
            .formatted(
                outcomes.stream().mapToLong(Outcome::inputs).sum(),
                outcomes.stream().mapToDouble(Outcome::seconds).sum(),
                outcomes.stream().mapToLong(Outcome::findings).sum()));
    for (Outcome outcome : outcomes) {
      if (!outcome.isGood()) {
        table.append(
            "%s: status %d, see %s%n"
                .formatted(outcome.target.lowerCaseName(), outcome.status, outcome.folder));
      }
    }
    return table.toString();
  }
}
