package io.drover.engine.deploy.cluster;

import io.drover.engine.deploy.cluster.LoadPod.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What became of requests during operations, as a file of lines. */
final class LoadReport {
  private static final String COLUMNS = "%-12s %10s %-11s %9s %9s %11s %9s";

  private final List<Row> rows = new ArrayList<>();

  /**
   * One operation, and one kind of connections.
   *
   * @param repetition from 1 on
   * @param seconds how long requests were counted
   */
  record Row(String operation, int repetition, String connections, Load load, long seconds) {
    private String line() {
      return COLUMNS.formatted(
          operation,
          repetition,
          connections,
          load.requests(),
          load.failures(),
          load.longestMillis() + " ms",
          seconds + " s");
    }
  }

  void add(Row row) {
    rows.add(row);
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  /** Writes it, and the failures below, to a file under target/. */
  void write(String name, List<String> failures) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        COLUMNS.formatted(
            "operation",
            "repetition",
            "connections",
            "requests",
            "failures",
            "longest",
            "duration"));
    rows.forEach(row -> lines.add(row.line()));
    lines.addAll(failures);
    Files.write(Files.createDirectories(Path.of("target", "under-load")).resolve(name), lines);
  }
}
