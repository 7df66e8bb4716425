package io.drover.engine.run;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of a task.
 *
 * @param status how it ended
 * @param reused whether the result was there already, so that nothing had to be done
 * @param duration how long it took
 * @param outputs what it made, name to value; for a deployment {@code <service>.image} and {@code
 *     <service>.url}
 * @param reason why it did not succeed, or what a person should know; may be empty
 */
public record TaskResult(
    Status status, boolean reused, Duration duration, Map<String, String> outputs, String reason) {

  public TaskResult {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
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
    return new TaskResult(Status.SUCCEEDED, false, Duration.ZERO, outputs, "");
  }

  /** The work had been done before. */
  public static TaskResult reused(Map<String, String> outputs) {
    return new TaskResult(Status.SUCCEEDED, true, Duration.ZERO, outputs, "");
  }

  /** The work failed. */
  public static TaskResult failed(String reason) {
    return new TaskResult(Status.FAILED, false, Duration.ZERO, Map.of(), reason);
  }

  /** The work was not begun. */
  public static TaskResult skipped(String reason) {
    return new TaskResult(Status.SKIPPED, false, Duration.ZERO, Map.of(), reason);
  }

  /** The work waits for a person. */
  public static TaskResult waiting(String reason) {
    return new TaskResult(Status.WAITING, false, Duration.ZERO, Map.of(), reason);
  }

  TaskResult in(Duration time) {
    return new TaskResult(status, reused, time, outputs, reason);
  }

  TaskResult with(Map<String, String> more, String note) {
    Map<String, String> all = new LinkedHashMap<>(outputs);
    all.putAll(more);
    return new TaskResult(status, reused, duration, all, note);
  }
}
