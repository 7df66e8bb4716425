package io.drover.engine.verify.locust;

import static io.drover.engine.verify.locust.LocustFixtures.judge;
import static io.drover.engine.verify.locust.LocustFixtures.measured;
import static io.drover.engine.verify.locust.LocustFixtures.of;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.verify.Verdict;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class LoadVerdictTest {
  @Test
  void withinItsLimitsATestPassesAndSaysWhatWasMeasured() {
    Verdict verdict =
        judge(
                of(1000, 5, 120.5, 100, 200),
                Map.of("p95_ms", 100.0, "p99_ms", 250.0, "failure_ratio", 0.01, "min_rps", 100.0),
                Optional.empty())
            .verdict();

    assertThat(verdict.failure()).isEmpty();
    assertThat(verdict.notes())
        .contains("1,000 requests, 121 per second, 0.5 % failed; p50 5 ms, p95 100 ms, p99 200 ms")
        .contains("p95_ms: p95 100 ms, at most 100 ms")
        .contains("failure_ratio: failed 0.5 %, at most 1 %")
        .contains("min_rps: requests per second 121/s, at least 100/s");
    assertThat(verdict.figures()).containsEntry("p95_ms", 100.0).containsEntry("rps", 120.5);
  }

  @Test
  void everyLimitThatIsNotKeptIsNamedWithWhatWasMeasured() {
    Verdict verdict =
        judge(
                of(1000, 20, 80, 101, 200),
                Map.of("p95_ms", 100.0, "p99_ms", 250.0, "failure_ratio", 0.01, "min_rps", 100.0),
                Optional.empty())
            .verdict();

    assertThat(verdict.failure().orElseThrow().lines())
        .containsExactlyInAnyOrder(
            "p95_ms: p95 101 ms, at most 100 ms",
            "failure_ratio: failed 2 %, at most 1 %",
            "min_rps: requests per second 80/s, at least 100/s");
    assertThat(verdict.notes()).contains("p99_ms: p99 200 ms, at most 250 ms");
  }

  @Test
  void aReleaseMayBeWorseThanTheOneBeforeByWhatIsAllowed() {
    Optional<Baseline> before =
        Optional.of(new Baseline("0123456789ab", Map.of("p95_ms", 200.0, "rps", 100.0)));
    Map<String, Double> limits = Map.of("p95_regression", 0.2, "rps_regression", 0.1);

    assertThat(judge(of(1000, 0, 90, 240, 300), limits, before).failure()).isEmpty();
    assertThat(judge(of(1000, 0, 89, 250, 300), limits, before).failure().orElseThrow().lines())
        .containsExactlyInAnyOrder(
            "p95_regression: p95 250 ms, at most 240 ms (20 % more than 200 ms of release 0123456789ab)",
            "rps_regression: requests per second 89/s, at least 90/s (10 % less than 100/s of release 0123456789ab)");
  }

  @Test
  void theFirstReleaseHasNothingToBeComparedWithAndPasses() {
    Verdict verdict =
        judge(of(1000, 0, 90, 240, 300), Map.of("p95_regression", 0.2), Optional.empty()).verdict();

    assertThat(verdict.failure()).isEmpty();
    assertThat(verdict.notes())
        .contains("p95_regression: p95 240 ms, no other release has passed with as many users yet");
  }

  /** Locust says 3 ms for 2.6 ms and for 3.4 ms: 4 ms after that is no regression of 33 %. */
  @Property
  void whatMayBeRoundingIsNoRegression(@ForAll @DoubleRange(min = 1, max = 50_000) double before) {
    double digits = before < 100 ? 1 : Math.pow(10, Math.floor(Math.log10(before)) - 1);
    double limit = Gate.P95_REGRESSION.limit(0.01, Optional.of(before)).orElseThrow();

    assertThat(limit).isGreaterThanOrEqualTo(before + digits);
    assertThat(limit).isLessThanOrEqualTo(Math.max(before * 1.01, before + digits));
  }

  @Test
  void aTestWithoutAnyAnswerFailsWithoutAnyLimit() {
    assertThat(judge(of(0, 0, 0, 0, 0), Map.of(), Optional.empty()).failure().orElseThrow())
        .isEqualTo(
            "no request was answered within the run time of 15s: nothing answers at http://shop:8000, or the locustfile asks nothing");
    assertThat(judge(of(7, 7, 1, 1, 1), Map.of(), Optional.empty()).failure())
        .contains("every request failed");
  }

  @Test
  void errorsOfTheLocustfileFailTheTestWithTheirPlace() {
    assertThat(judge(measured(), Map.of(), Optional.empty()).failure())
        .contains(
            "users ended with an error of the locustfile 43 times: no <such>, \"thing\" (locustfile.py, line 9)");
  }
}
