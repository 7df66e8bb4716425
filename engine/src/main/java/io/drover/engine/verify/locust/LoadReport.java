package io.drover.engine.verify.locust;

import io.drover.config.model.EnvironmentTest.Locust;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a load test came to.
 *
 * @param title the test with its environment
 * @param release id of the release that was tested
 * @param begin when it began
 * @param host URL that was loaded
 * @param settings how
 * @param result what was measured
 * @param gates the limits
 * @param baseline the last release that passed
 * @param failure why the test did not pass; empty: it did
 */
record LoadReport(
    String title,
    String release,
    Instant begin,
    String host,
    Locust settings,
    LoadResult result,
    List<GateOutcome> gates,
    Optional<Baseline> baseline,
    Optional<String> failure) {
  LoadReport {
    gates = List.copyOf(gates);
  }
}
