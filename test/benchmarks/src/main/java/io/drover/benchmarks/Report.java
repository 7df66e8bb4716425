package io.drover.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A table for people and JSON for programs, of the same figures. */
final class Report {
  private final String name;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> json = new ArrayList<>();
  private final double loadBefore = load();

  /** Begins a report; the load is taken now and at the end. */
  Report(String name, List<String> columns) {
    this.name = name;
    rows.add(columns);
  }

  /** Adds a row of the table, and the samples that it was made of. */
  void add(String row, List<String> cells, Map<String, Samples> samples) {
    List<String> all = new ArrayList<>(List.of(row));
    all.addAll(cells);
    rows.add(all);
    List<String> fields = new ArrayList<>();
    samples.forEach((key, value) -> fields.add("\"" + key + "\":" + value.json()));
    json.add("\"" + row + "\":{" + String.join(",", fields) + "}");
  }

  /** Prints the table, and writes it as JSON below a folder. */
  void finish(Path folder) throws IOException {
    System.out.println(markdown());
    System.out.printf("%s%n", machine());
    String document =
        "{\"benchmark\":\"%s\",\"machine\":\"%s\",\"rows\":{%s}}%n"
            .formatted(name, machine(), String.join(",", json));
    Files.writeString(folder.resolve(name + ".json"), document);
  }

  private String markdown() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      out.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        out.append("|---".repeat(rows.get(0).size())).append("|\n");
      }
    }
    return out.toString();
  }

  private String machine() {
    return "%s, %d cores, Java %s, load %.1f before and %.1f after"
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version().feature(),
            loadBefore,
            load());
  }

  private static double load() {
    return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
