package io.drover.engine.run;

import io.drover.engine.report.TestResults;
import io.drover.engine.secret.Masking;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of a task.
 *
 * @param status how it ended
 * @param reused whether the result was there already, so that nothing had to be done
 * @param duration how long it took
 * @param outputs what it made, name to value; for a deployment {@code <service>.image} and {@code
 *     <service>.url}
 * @param reason why it did not succeed, or what a person should know; may be empty
 * @param tests what its tests came to; empty where it left no report of any
 * @param figures what a test measured, by name
 */
public record TaskResult(
    Status status,
    boolean reused,
    Duration duration,
    Map<String, String> outputs,
    String reason,
    Optional<TestResults> tests,
    Map<String, Double> figures) {
  /** The output that names the workspace which a failed build or test left. */
  public static final String WORKSPACE = "workspace";

  public TaskResult {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    figures = Collections.unmodifiableMap(new TreeMap<>(figures));
  }

  /** How a task ended. */
  public enum Status {
    /** It did what it had to. */
    SUCCEEDED,
    /** It did not. */
    FAILED,
    /** It was not begun because a task that it needs did not succeed. */
    SKIPPED,
    /** It waits for a person. */
    WAITING;

    /** The status as reports write it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The work was done. */
  public static TaskResult done(Map<String, String> outputs) {
    return ended(Status.SUCCEEDED, false, outputs, "");
  }

  /** The work had been done before. */
  public static TaskResult reused(Map<String, String> outputs) {
    return ended(Status.SUCCEEDED, true, outputs, "");
  }

  /** The work failed. */
  public static TaskResult failed(String reason) {
    return ended(Status.FAILED, false, Map.of(), reason);
  }

  /** The work was not begun. */
  public static TaskResult skipped(String reason) {
    return ended(Status.SKIPPED, false, Map.of(), reason);
  }

  /** The work waits for a person. */
  public static TaskResult waiting(String reason) {
    return ended(Status.WAITING, false, Map.of(), reason);
  }

  private static TaskResult ended(
      Status status, boolean reused, Map<String, String> outputs, String reason) {
    return new TaskResult(
        status, reused, Duration.ZERO, outputs, reason, Optional.empty(), Map.of());
  }

  TaskResult in(Duration time) {
    return new TaskResult(status, reused, time, outputs, reason, tests, figures);
  }

  TaskResult with(Map<String, String> more, String note) {
    Map<String, String> all = new LinkedHashMap<>(outputs);
    all.putAll(more);
    return new TaskResult(status, reused, duration, all, note, tests, figures);
  }

  TaskResult with(Optional<TestResults> results) {
    return new TaskResult(status, reused, duration, outputs, reason, results, figures);
  }

  TaskResult measured(Map<String, Double> measured) {
    return new TaskResult(status, reused, duration, outputs, reason, tests, measured);
  }

  /** The result without what must not be seen in what it says. */
  TaskResult masked(Masking masking) {
    Map<String, String> seen = new LinkedHashMap<>();
    outputs.forEach((name, value) -> seen.put(masking.mask(name), masking.mask(value)));
    return new TaskResult(status, reused, duration, seen, masking.mask(reason), tests, figures);
  }
}
