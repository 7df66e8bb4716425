package io.drover.engine.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.report.TestResults;
import io.drover.engine.run.TaskResult.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param plan what was to be done
 * @param results a result for every task of the plan, by id
 * @param logs the folder with a log file per task
 * @param duration how long it took in all
 */
public record RunReport(Plan plan, Map<String, TaskResult> results, Path logs, Duration duration) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public RunReport {
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
  }

  /** Failed if any task failed, else waiting if any waits, else succeeded. */
  public Status status() {
    if (has(Status.FAILED)) {
      return Status.FAILED;
    }
    return has(Status.WAITING) ? Status.WAITING : Status.SUCCEEDED;
  }

  private boolean has(Status status) {
    return results.values().stream().anyMatch(r -> r.status() == status);
  }

  /**
   * The report as JSON: {@code {"status", "project", "tasks": [{"id", "kind", "status", "reused",
   * "seconds", "outputs", "reason", "tests"}]}}. {@code tests} is there where a task left JUnit
   * results: {@code {"passed", "failed", "skipped", "flaky", "seconds", "failures": [{"name",
   * "message"}]}}.
   */
  public String json() {
    ObjectNode root =
        JSON.createObjectNode().put("status", status().word()).put("project", plan.project());
    var tasks = root.putArray("tasks");
    for (Task task : plan.tasks()) {
      TaskResult result = results.get(task.id());
      ObjectNode node = tasks.addObject().put("id", task.id()).put("kind", task.kind().word());
      node.put("status", result.status().word()).put("reused", result.reused());
      node.put("seconds", result.duration().toMillis() / 1000.0);
      ObjectNode outputs = node.putObject("outputs");
      result.outputs().forEach(outputs::put);
      node.put("reason", result.reason());
      result.tests().ifPresent(tests -> write(tests, node.putObject("tests")));
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(TestResults tests, ObjectNode node) {
    node.put("passed", tests.passed()).put("failed", tests.failed());
    node.put("skipped", tests.skipped()).put("flaky", tests.flaky());
    node.put("seconds", tests.time().toMillis() / 1000.0);
    var failures = node.putArray("failures");
    tests
        .failures()
        .forEach(f -> failures.addObject().put("name", f.name()).put("message", f.message()));
  }

  /**
   * Writes the JSON form to a file.
   *
   * @throws io.drover.engine.WorkFailedException if it cannot be written
   */
  public void writeTo(Path file) {
    AtomicFile.write(file, json());
  }
}
