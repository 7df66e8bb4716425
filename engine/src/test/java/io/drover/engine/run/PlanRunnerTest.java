package io.drover.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.plan.Task.Kind;
import io.drover.engine.run.TaskResult.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlanRunnerTest {
  private static final RunListener SILENT =
      new RunListener() {
        @Override
        public void notice(String line) {}

        @Override
        public void started(Plan plan, Path logs) {}

        @Override
        public void taskStarted(Task task) {}

        @Override
        public void taskSaid(Task task, String line) {}

        @Override
        public void taskEnded(Task task, TaskResult result) {}

        @Override
        public boolean approve(String environment, String release) {
          return false;
        }
      };

  private static Task task(String subject, String... needs) {
    List<String> ids = List.of(needs).stream().map(Kind.BUILD::id).toList();
    return new Task(Kind.BUILD.id(subject), Kind.BUILD, subject, "", ids);
  }

  private static final Plan DIAMOND =
      new Plan("p", List.of(task("a"), task("b", "a"), task("c", "a"), task("d", "b", "c")));

  @Test
  void aTaskBeginsOnlyAfterThoseItNeeds() {
    List<String> order = Collections.synchronizedList(new ArrayList<>());

    Map<String, TaskResult> results =
        runner(
                task -> {
                  order.add(task.subject());
                  return TaskResult.done(Map.of());
                })
            .run();

    assertThat(order).startsWith("a").endsWith("d").hasSize(4);
    assertThat(results.values()).extracting(TaskResult::status).containsOnly(Status.SUCCEEDED);
  }

  @Test
  void independentTasksRunAtOnce() {
    CountDownLatch both = new CountDownLatch(2);

    Map<String, TaskResult> results =
        runner(
                task -> {
                  if (List.of("b", "c").contains(task.subject())) {
                    both.countDown();
                    return both.await(10, TimeUnit.SECONDS)
                        ? TaskResult.done(Map.of())
                        : TaskResult.failed("was alone");
                  }
                  return TaskResult.done(Map.of());
                })
            .run();

    assertThat(results.get("build:d").status()).isEqualTo(Status.SUCCEEDED);
  }

  @Test
  void whatNeedsAFailedTaskIsSkippedAndNamesItAndTheRestGoesOn() {
    Map<String, TaskResult> results =
        runner(
                task ->
                    task.subject().equals("b")
                        ? TaskResult.failed("broken")
                        : TaskResult.done(Map.of()))
            .run();

    assertThat(results.get("build:c").status()).isEqualTo(Status.SUCCEEDED);
    assertThat(results.get("build:d").status()).isEqualTo(Status.SKIPPED);
    assertThat(results.get("build:d").reason()).isEqualTo("build:b failed");
  }

  @Test
  void whatNeedsAWaitingTaskIsSkippedAndTheRunWaits() {
    Map<String, TaskResult> results =
        runner(
                task ->
                    task.subject().equals("a")
                        ? TaskResult.waiting("for a person")
                        : TaskResult.done(Map.of()))
            .run();

    assertThat(results.get("build:d").reason()).isEqualTo("build:a waits for approval");
    assertThat(new RunReport(DIAMOND, results, Path.of("logs"), Duration.ZERO).status())
        .isEqualTo(Status.WAITING);
  }

  @Test
  void anInterruptionEndsRunningTasksAndBeginsNoOthers() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    AtomicInteger cleaned = new AtomicInteger();
    PlanRunner runner =
        runner(
            task -> {
              running.countDown();
              try {
                Thread.sleep(60_000);
              } finally {
                cleaned.incrementAndGet();
              }
              return TaskResult.done(Map.of());
            });
    List<Map<String, TaskResult>> results = new ArrayList<>();
    Thread thread = new Thread(() -> results.add(runner.run()));
    thread.start();
    running.await();

    thread.interrupt();
    thread.join(10_000);

    assertThat(runner.wasInterrupted()).isTrue();
    assertThat(cleaned).hasValue(1);
    assertThat(results.get(0).get("build:a").status()).isEqualTo(Status.FAILED);
    assertThat(results.get(0).get("build:d").status()).isEqualTo(Status.SKIPPED);
  }

  private static PlanRunner runner(PlanRunner.Work work) {
    return new PlanRunner(DIAMOND, work, SILENT, 2);
  }
}
