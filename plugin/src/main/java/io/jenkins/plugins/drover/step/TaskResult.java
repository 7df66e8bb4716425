package io.jenkins.plugins.drover.step;

import io.drover.engine.WorkFailedException;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;

/**
 * How a task ended, as the shared library says it. No record: Jenkins keeps it with the build, and
 * what it writes builds with cannot read records back.
 */
final class TaskResult implements Serializable {
  private static final long serialVersionUID = 1;

  /** What the library may say. */
  static final Set<String> STATUSES = Set.of("succeeded", "failed", "waiting");

  private static final Set<String> FIELDS =
      Set.of("status", "reason", "approvedBy", "failedTests", "report");

  private final String status;
  private final String reason;
  private final String approvedBy;
  private final int failedTests;
  private final String report;

  private TaskResult(
      String status, String reason, String approvedBy, int failedTests, String report) {
    this.status = status;
    this.reason = reason;
    this.approvedBy = approvedBy;
    this.failedTests = failedTests;
    this.report = report;
  }

  /** {@code succeeded}, {@code failed}, or {@code waiting} for a person. */
  String status() {
    return status;
  }

  /** Why it did not succeed; empty when it did. */
  String reason() {
    return reason;
  }

  /** Who approved; empty: nobody had to. */
  String approvedBy() {
    return approvedBy;
  }

  /** How many tests failed. */
  int failedTests() {
    return failedTests;
  }

  /** Text of the task's report; empty if there is none. */
  String report() {
    return report;
  }

  /**
   * Reads what a pipeline gave.
   *
   * @throws WorkFailedException if it is not of that form
   */
  static TaskResult of(Map<String, ?> given) {
    for (String field : given.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new WorkFailedException("droverReport knows no field " + field + " of a result");
      }
    }
    String status = text(given, "status");
    if (!STATUSES.contains(status)) {
      throw new WorkFailedException(
          "droverReport wants a status succeeded, failed or waiting, not '%s'".formatted(status));
    }
    return new TaskResult(
        status,
        text(given, "reason"),
        text(given, "approvedBy"),
        number(given, "failedTests"),
        text(given, "report"));
  }

  private static String text(Map<String, ?> given, String field) {
    Object value = given.get(field);
    return value == null ? "" : value.toString();
  }

  private static int number(Map<String, ?> given, String field) {
    Object value = given.get(field);
    if (value == null) {
      return 0;
    }
    if (value instanceof Number number && number.intValue() >= 0) {
      return number.intValue();
    }
    throw new WorkFailedException("droverReport wants a number as " + field + ", not " + value);
  }
}
