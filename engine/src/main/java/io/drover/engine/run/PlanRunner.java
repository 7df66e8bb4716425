package io.drover.engine.run;

import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.run.TaskResult.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Walks a plan: every task as soon as those it needs have succeeded, so many at once. */
final class PlanRunner {
  private static final Duration CLEAN_UP = Duration.ofMinutes(1);

  private final Plan plan;
  private final Work work;
  private final RunListener listener;
  private final int parallel;
  private final Map<String, TaskResult> results = new LinkedHashMap<>();
  private final Set<String> begun = new HashSet<>();
  private final Set<String> ids;
  private boolean interrupted;

  /** Does a task. */
  interface Work {
    /** Does the task and says how it ended; errors are results, not exceptions. */
    TaskResult run(Task task) throws InterruptedException;
  }

  PlanRunner(Plan plan, Work work, RunListener listener, int parallel) {
    this.plan = plan;
    this.work = work;
    this.listener = listener;
    this.parallel = parallel;
    this.ids = plan.tasks().stream().map(Task::id).collect(Collectors.toSet());
  }

  private record Ended(Task task, TaskResult result) {}

  /**
   * Walks the plan to its end, or until this thread is interrupted: every running task is then
   * interrupted too, and given a minute to clean up.
   *
   * @return a result for every task, in the order of the plan
   */
  Map<String, TaskResult> run() {
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    CompletionService<Ended> ended = new ExecutorCompletionService<>(threads);
    try {
      int running = 0;
      for (List<Task> ready = ready(); running > 0 || !ready.isEmpty(); ready = ready()) {
        for (Task task : ready) {
          begun.add(task.id());
          ended.submit(() -> timed(task));
          running++;
        }
        Ended one = get(ended.take());
        running--;
        record(one.task(), one.result());
      }
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      end(threads);
    }
    return inOrder();
  }

  /** Whether the walk was interrupted. */
  boolean wasInterrupted() {
    return interrupted;
  }

  private void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      threads.awaitTermination(CLEAN_UP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      // A second Ctrl-C: the person does not want to wait for the rest.
      interrupted = true;
    }
  }

  /** Tasks that can begin now; those that never can are recorded as skipped on the way. */
  private List<Task> ready() {
    List<Task> ready = new ArrayList<>();
    for (Task task : plan.tasks()) {
      if (begun.contains(task.id()) || results.containsKey(task.id())) {
        continue;
      }
      List<String> open = new ArrayList<>();
      for (String need : task.needs()) {
        TaskResult result = results.get(need);
        if (result == null && ids.contains(need)) {
          open.add(need);
        } else if (result != null && result.status() != Status.SUCCEEDED) {
          record(task, TaskResult.skipped(why(need, result)));
          break;
        }
      }
      if (open.isEmpty() && !results.containsKey(task.id())) {
        ready.add(task);
      }
    }
    return ready;
  }

  private static String why(String need, TaskResult result) {
    return switch (result.status()) {
      case FAILED -> need + " failed";
      case WAITING -> need + " waits for approval";
      case SKIPPED -> result.reason();
      case SUCCEEDED -> throw new IllegalStateException("nothing is skipped for a success");
    };
  }

  private Ended timed(Task task) throws InterruptedException {
    listener.taskStarted(task);
    Instant start = Instant.now();
    TaskResult result = work.run(task);
    return new Ended(task, result.in(Duration.between(start, Instant.now())));
  }

  private void record(Task task, TaskResult result) {
    results.put(task.id(), result);
    listener.taskEnded(task, result);
  }

  private static Ended get(Future<Ended> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("a task was interrupted");
      }
      throw new IllegalStateException("a task ended with an error of Drover's own", e.getCause());
    }
  }

  private Map<String, TaskResult> inOrder() {
    Map<String, TaskResult> all = new LinkedHashMap<>();
    for (Task task : plan.tasks()) {
      TaskResult unfinished =
          begun.contains(task.id())
              ? TaskResult.failed("interrupted")
              : TaskResult.skipped("the run was interrupted");
      all.put(task.id(), results.getOrDefault(task.id(), unfinished));
    }
    return all;
  }
}
