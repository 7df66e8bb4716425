package io.drover.engine.release;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of testing a release once. It holds for the digests of that release and for no others:
 * a release is named by them.
 *
 * @param test the test's name
 * @param type its type, as the files have it
 * @param release the release's id
 * @param result how it ended
 * @param time when it ended, ISO 8601 in UTC
 * @param by who ran it
 * @param duration how long it took, retries included
 * @param cases test cases by what came of them ({@code passed}, {@code failed}, {@code skipped},
 *     {@code flaky}); empty where there is no JUnit report
 * @param figures what was measured, by name
 * @param reason why it did not pass, or did so only when it was run again; one line without secrets
 */
public record TestOutcome(
    String test,
    String type,
    String release,
    Result result,
    String time,
    String by,
    Duration duration,
    SortedMap<String, Integer> cases,
    SortedMap<String, Double> figures,
    Optional<String> reason) {

  public TestOutcome {
    duration = duration.truncatedTo(ChronoUnit.MILLIS);
    cases = Collections.unmodifiableSortedMap(new TreeMap<>(cases));
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
    reason = reason.map(SafeLine::of);
  }

  /** How a test ended. */
  public enum Result {
    PASSED,
    /** It passed, but only when it was run again. */
    FLAKY,
    FAILED
  }

  /** A test of a release that ended now. */
  public static TestOutcome now(
      String test, String type, Release release, Result result, Duration duration) {
    return new TestOutcome(
        test,
        type,
        release.id(),
        result,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        "",
        duration,
        new TreeMap<>(),
        new TreeMap<>(),
        Optional.empty());
  }

  /** This outcome with what was counted and measured, and why it is as it is. */
  public TestOutcome with(
      Map<String, Integer> counted, Map<String, Double> measured, Optional<String> why) {
    return new TestOutcome(
        test,
        type,
        release,
        result,
        time,
        by,
        duration,
        new TreeMap<>(counted),
        new TreeMap<>(measured),
        why);
  }

  /** This outcome with the name of whoever ran the test. */
  TestOutcome by(String actor) {
    return new TestOutcome(
        test, type, release, result, time, actor, duration, cases, figures, reason);
  }

  /** Whether it speaks for the release. */
  public boolean passed() {
    return result != Result.FAILED;
  }
}
