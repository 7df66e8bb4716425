package io.drover.cli;

import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.run.TaskResult;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Shows a run as lines, one when a task begins and one when it ends. */
final class PlainView implements RunView {
  private final PrintWriter err;
  private final boolean verbose;

  PlainView(PrintWriter err, boolean verbose) {
    this.err = err;
    this.verbose = verbose;
  }

  @Override
  public void notice(String line) {
    print(line);
  }

  @Override
  public void started(Plan plan, Path logs) {
    print("%s: %d tasks, logs in %s".formatted(plan.project(), plan.tasks().size(), logs));
  }

  @Override
  public void taskStarted(Task task) {
    print(task.id() + " ...");
  }

  @Override
  public void taskSaid(Task task, String line) {
    if (verbose) {
      print(task.id() + " | " + Words.printable(line));
    }
  }

  @Override
  public void taskEnded(Task task, TaskResult result) {
    print(
        "%s %s %s%s"
            .formatted(
                task.id(),
                Words.status(result),
                Words.seconds(result.duration()),
                result.reason().isEmpty() ? "" : ": " + Words.printable(result.reason())));
  }

  @Override
  public boolean approve(String environment, String release) {
    return TerminalMode.canAsk() && Question.ask(err, environment, release);
  }

  @Override
  public void close() {
    err.flush();
  }

  private synchronized void print(String line) {
    err.println(line);
    err.flush();
  }
}
