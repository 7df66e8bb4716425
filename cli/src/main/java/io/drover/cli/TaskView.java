package io.drover.cli;

import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.run.RunListener;
import io.drover.engine.run.TaskResult;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Shows one task as the log of a CI system wants it: its lines as they are, and its end. */
final class TaskView implements RunListener {
  private final PrintWriter out;
  private final PrintWriter err;

  TaskView(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public void notice(String line) {
    print(err, "drover: " + line);
  }

  @Override
  public void started(Plan plan, Path logs) {}

  @Override
  public void taskStarted(Task task) {}

  @Override
  public void taskSaid(Task task, String line) {
    print(out, Words.printable(line));
  }

  @Override
  public void taskEnded(Task task, TaskResult result) {
    result.outputs().forEach((name, value) -> print(out, name + ": " + value));
    print(
        err,
        "drover: %s %s %s"
            .formatted(task.id(), Words.status(result), Words.seconds(result.duration())));
  }

  /** There is nobody to ask; an approval comes with the task. */
  @Override
  public boolean approve(String environment, String release) {
    return false;
  }

  private static synchronized void print(PrintWriter writer, String line) {
    writer.println(line);
    writer.flush();
  }
}
