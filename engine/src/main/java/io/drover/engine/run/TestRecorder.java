package io.drover.engine.run;

import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.engine.release.Release;
import io.drover.engine.release.Releases;
import io.drover.engine.release.TestOutcome;
import io.drover.engine.release.TestOutcome.Result;
import io.drover.engine.report.TestResults;
import io.drover.engine.secret.Masking;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records with a release what its tests came to, so that whoever promotes it knows, wherever that
 * is.
 */
final class TestRecorder {
  private final Releases releases;
  private final Masking masking;
  private final boolean records;

  /**
   * A recorder.
   *
   * @param records whether it does; else it only knows what was recorded before
   */
  TestRecorder(Releases releases, Masking masking, boolean records) {
    this.releases = releases;
    this.masking = masking;
    this.records = records;
  }

  /** What a test came to for the last release that passed it, this one left out. */
  Optional<TestOutcome> yardstick(Environment environment, EnvironmentTest test, Release release) {
    return releases.of(environment.name()).tests().passedBefore(test.name(), release.id());
  }

  /** Records what a test came to; a release that has passed the last of them is marked so. */
  void record(
      Environment environment,
      EnvironmentTest test,
      Release release,
      TaskResult result,
      boolean flaky,
      Duration duration) {
    if (!records) {
      return;
    }
    Result how =
        result.status() != TaskResult.Status.SUCCEEDED
            ? Result.FAILED
            : flaky || result.tests().filter(t -> t.flaky() > 0).isPresent()
                ? Result.FLAKY
                : Result.PASSED;
    Optional<String> why =
        how == Result.PASSED ? Optional.empty() : Optional.of(masking.mask(result.reason()));
    releases.markTest(
        environment.name(),
        TestOutcome.now(test.name(), test.type().word(), release, how, duration)
            .with(result.tests().map(TestRecorder::cases).orElse(Map.of()), result.figures(), why));
    if (open(environment, release).isEmpty()) {
      releases.markTested(environment.name(), release);
    }
  }

  private static Map<String, Integer> cases(TestResults results) {
    return Map.of(
        "passed", results.passed(),
        "failed", results.failed(),
        "skipped", results.skipped(),
        "flaky", results.flaky());
  }

  /** The tests of an environment that a release did not pass, a line each. */
  List<String> open(Environment environment, Release release) {
    List<String> names = environment.tests().stream().map(EnvironmentTest::name).toList();
    return releases.of(environment.name()).tests().against(names, release.id());
  }
}
