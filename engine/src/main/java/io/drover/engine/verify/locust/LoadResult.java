package io.drover.engine.verify.locust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Locust measured, as its CSV files say.
 *
 * @param total all requests together; empty if Locust wrote nothing
 * @param endpoints each kind of request
 * @param history over time
 * @param failures requests that failed, the most frequent first
 * @param exceptions errors that the locustfile's users ended with
 */
record LoadResult(
    Optional<Endpoint> total,
    List<Endpoint> endpoints,
    History history,
    List<Mishap> failures,
    List<Mishap> exceptions) {

  /** The figure that tells how many users there were. */
  static final String USERS = "users";

  LoadResult {
    endpoints = List.copyOf(endpoints);
    failures = List.copyOf(failures);
    exceptions = List.copyOf(exceptions);
  }

  /**
   * Reads what is there of Locust's files.
   *
   * @param folder where they are
   * @param prefix what their names begin with
   */
  static LoadResult read(Path folder, String prefix) {
    List<Endpoint> endpoints = new ArrayList<>();
    Optional<Endpoint> total = Optional.empty();
    for (CsvRows.Row row : CsvRows.read(folder.resolve(prefix + "_stats.csv"))) {
      Endpoint endpoint = Endpoint.of(row);
      if (endpoint.method().isEmpty() && endpoint.name().equals("Aggregated")) {
        total = Optional.of(endpoint);
      } else {
        endpoints.add(endpoint);
      }
    }
    return new LoadResult(
        total.filter(all -> all.requests() > 0),
        endpoints,
        History.of(CsvRows.read(folder.resolve(prefix + "_stats_history.csv"))),
        CsvRows.read(folder.resolve(prefix + "_failures.csv")).stream()
            .map(Mishap::failure)
            .sorted(Comparator.comparing(Mishap::times).reversed())
            .toList(),
        CsvRows.read(folder.resolve(prefix + "_exceptions.csv")).stream()
            .map(Mishap::exception)
            .toList());
  }

  /** The figures to keep and compare with, by name. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>();
    total.ifPresent(
        all -> {
          figures.put("requests", (double) all.requests());
          figures.put("rps", all.rps());
          figures.put("failure_ratio", all.failureRatio());
          figures.put("p50_ms", all.p50());
          figures.put("p95_ms", all.p95());
          figures.put("p99_ms", all.p99());
        });
    return figures;
  }
}
