package io.drover.engine.run;

import io.drover.aptly.client.AptlyException;
import io.drover.engine.WorkFailedException;
import io.drover.engine.plan.Task;
import io.drover.engine.secret.Masking;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** Does any task of a plan, with a log of its own, and turns every error into a result. */
final class TaskWork implements PlanRunner.Work {
  private final Kinds kinds;
  private final Masking masking;
  private final Path logs;
  private final RunListener listener;

  /** The work itself. */
  interface Kinds {
    /**
     * Does a task.
     *
     * @throws WorkFailedException if it cannot be done
     * @throws AptlyException if the package store fails
     */
    TaskResult run(Task task, TaskLog log) throws InterruptedException;
  }

  TaskWork(Kinds kinds, Masking masking, Path logs, RunListener listener) {
    this.kinds = kinds;
    this.masking = masking;
    this.logs = logs;
    this.listener = listener;
  }

  @Override
  public TaskResult run(Task task) throws InterruptedException {
    Path file = logs.resolve(task.fileName() + ".log");
    try (TaskLog log = TaskLog.open(file, masking, line -> listener.taskSaid(task, line))) {
      TaskResult result = withDiskSpace(attempt(task, log)).masked(masking);
      result.reason().lines().forEach(log);
      return result;
    } catch (WorkFailedException e) {
      return withDiskSpace(TaskResult.failed(masking.mask(e.getMessage())));
    }
  }

  private TaskResult withDiskSpace(TaskResult result) {
    return result.status() == TaskResult.Status.FAILED
        ? DiskSpace.warning(logs)
            .map(warning -> result.with(Map.of(), result.reason() + "\n" + warning))
            .orElse(result)
        : result;
  }

  private TaskResult attempt(Task task, TaskLog log) throws InterruptedException {
    try {
      return kinds.run(task, log);
    } catch (WorkFailedException | AptlyException e) {
      if (Thread.interrupted()) {
        // A library noticed the interruption first and made an error of its own of it.
        throw new InterruptedException();
      }
      return TaskResult.failed(e.getMessage());
    } catch (RuntimeException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().forEach(log);
      return TaskResult.failed(
          "an error of Drover's own (%s); its trace is in the task's log. Please report it"
              .formatted(e.getClass().getSimpleName()));
    }
  }
}
