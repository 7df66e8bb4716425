package io.drover.engine.verify.locust;

import io.drover.config.model.EnvironmentTest.Locust;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a real Locust wrote, and settings to judge it by. */
final class LocustFixtures {
  /** CSV files of 15 s with 10 users and 2 workers. */
  static final Path FOLDER = Path.of("src/test/resources/io/drover/engine/verify/locust");

  private LocustFixtures() {}

  static LoadResult measured() {
    return LoadResult.read(FOLDER, "locust");
  }

  /** A result without errors of the locustfile, all of whose requests together are given. */
  static LoadResult of(long requests, long failures, double rps, double p95, double p99) {
    Endpoint total = new Endpoint("", "Aggregated", requests, failures, rps, 5, p95, p99, 2 * p99);
    return new LoadResult(
        Optional.of(total).filter(t -> t.requests() > 0),
        List.of(),
        new History(List.of()),
        List.of(),
        List.of());
  }

  static Locust settings(Map<String, Double> thresholds) {
    return new Locust("locustfile.py", Optional.empty(), 10, 5, "15s", 2, thresholds);
  }

  static LoadVerdict judge(
      LoadResult result, Map<String, Double> thresholds, Optional<Baseline> baseline) {
    return new LoadVerdict(
        settings(thresholds), "http://shop:8000", result, baseline, Optional.empty());
  }

  static LoadReport report(LoadResult result, String title, Optional<String> failure) {
    Map<String, Double> thresholds = Map.of("p95_ms", 30.0, "p95_regression", 0.2);
    Optional<Baseline> baseline =
        Optional.of(new Baseline("0123456789ab", Map.of("p95_ms", 50.0, "rps", 100.0)));
    return new LoadReport(
        title,
        "ba9876543210",
        Instant.parse("2026-03-04T05:06:07Z"),
        "http://shop:8000",
        settings(thresholds),
        result,
        judge(result, thresholds, baseline).gates(),
        baseline,
        failure);
  }
}
