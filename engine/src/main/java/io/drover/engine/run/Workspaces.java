package io.drover.engine.run;

import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentVariable;
import io.drover.config.model.Report;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.agent.LineFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.Masking;
import io.drover.engine.verify.TestRun;
import io.drover.engine.verify.TestType;
import io.drover.engine.verify.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs jobs in workspaces of their own and collects what they left. The workspace of a job that
 * succeeded is deleted, that of one that failed is kept until the job runs again.
 */
final class Workspaces {
  /** How the reason begins when only tests in the reports failed. */
  static final String TESTS = "tests failed, though every line ended with 0";

  private final StateFolder state;
  private final Agent agent;
  private final RunSettings.AgentKind kind;
  private final RunSettings.Target target;
  private final Reports reports;
  private final Masking masking;

  Workspaces(
      StateFolder state,
      Agent agent,
      RunSettings.AgentKind kind,
      RunSettings.Target target,
      Reports reports,
      Masking masking) {
    this.state = state;
    this.agent = agent;
    this.kind = kind;
    this.target = target;
    this.reports = reports;
    this.masking = masking;
  }

  /** Work on a workspace. */
  interface Work {
    void on(Path workspace) throws InterruptedException;
  }

  /** The folder of a job. */
  Path folder(String job) {
    return state.work(job);
  }

  /** Forgets what an earlier job of that name left. */
  void forget(String job) {
    Trees.delete(folder(job));
  }

  /**
   * Runs a build.
   *
   * @param task id of the task that it is the work of
   * @param variables those of the file, which tell what is secret
   * @param checkOut puts the sources into the empty workspace
   * @param keep takes what is wanted out of the workspace, after all lines have succeeded
   */
  TaskResult build(
      String task,
      AgentJob job,
      List<EnvironmentVariable> variables,
      List<Report> wanted,
      Work checkOut,
      Work keep)
      throws InterruptedException {
    prepare(job, checkOut);
    return forgetting(job, finish(task, job, variables, wanted, keep));
  }

  /** Makes the workspace of a job, with its sources in it. */
  void prepare(AgentJob job, Work checkOut) throws InterruptedException {
    Trees.fresh(job.folder());
    checkOut.on(Trees.make(job.workspace()));
  }

  /** A build whose workspace is prepared; what it leaves stays there. */
  TaskResult finish(
      String task,
      AgentJob job,
      List<EnvironmentVariable> variables,
      List<Report> wanted,
      Work keep)
      throws InterruptedException {
    Lines lines =
        () -> {
          agent.run(job);
          return Verdict.passed();
        };
    return run(task, job, variables, wanted, lines, keep);
  }

  /**
   * Runs a test.
   *
   * @param task id of the task that it is the work of
   * @param checkOut puts the sources into the empty workspace
   */
  TaskResult test(String task, TestRun run, TestType type, Work checkOut)
      throws InterruptedException {
    prepare(run.job(), checkOut);
    return forgetting(run.job(), finish(task, run, type));
  }

  /** A test whose workspace is prepared; what it leaves stays there. */
  TaskResult finish(String task, TestRun run, TestType type) throws InterruptedException {
    EnvironmentTest test = run.test();
    return run(task, run.job(), test.env(), type.reports(test), () -> type.run(run), done -> {});
  }

  private static TaskResult forgetting(AgentJob job, TaskResult result) {
    if (result.status() == TaskResult.Status.SUCCEEDED) {
      Trees.delete(job.folder());
    }
    return result;
  }

  /** The lines of a job. */
  private interface Lines {
    Verdict run() throws InterruptedException;
  }

  private TaskResult run(
      String task,
      AgentJob job,
      List<EnvironmentVariable> variables,
      List<Report> wanted,
      Lines lines,
      Work keep)
      throws InterruptedException {
    AtomicReference<Verdict> verdict = new AtomicReference<>(Verdict.passed());
    Optional<WorkFailedException> failure = failureOf(() -> verdict.set(lines.run()));
    if (failure.isEmpty()) {
      failure = verdict.get().failure().map(WorkFailedException::new);
    }
    Reports.Collected collected = reports.collect(job.name(), wanted, job.workspace());
    if (failure.isEmpty() && collected.hasFailures()) {
      failure =
          Optional.of(
              new WorkFailedException(TESTS + "; without \"reports\" the lines alone decide"));
    }
    if (failure.isEmpty()) {
      failure = failureOf(() -> keep.on(job.workspace()));
    }
    List<String> said = new ArrayList<>(verdict.get().notes());
    said.addAll(collected.notes());
    String notes = String.join("\n", said);
    Map<String, Double> figures = verdict.get().figures();
    if (failure.isEmpty()) {
      return TaskResult.done(Map.of())
          .with(Map.of(), notes)
          .with(collected.tests())
          .measured(figures);
    }
    keep(task, job, variables, failure.get());
    String reason = failure.get().getMessage() + (notes.isEmpty() ? "" : "\n" + notes);
    return TaskResult.failed(reason)
        .with(Map.of(TaskResult.WORKSPACE, job.workspace().toString()), reason)
        .with(collected.tests())
        .measured(figures);
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private static Optional<WorkFailedException> failureOf(Step step) throws InterruptedException {
    try {
      step.run();
      return Optional.empty();
    } catch (WorkFailedException e) {
      if (Thread.interrupted()) {
        // A library noticed the interruption first and made an error of its own of it.
        throw new InterruptedException();
      }
      return Optional.of(e);
    }
  }

  private void keep(
      String task, AgentJob job, List<EnvironmentVariable> variables, WorkFailedException failure) {
    Map<String, String> open = new TreeMap<>(job.environment());
    for (EnvironmentVariable variable : variables) {
      if (variable instanceof EnvironmentVariable.FromSecret) {
        open.remove(variable.name());
      }
    }
    open.replaceAll((name, value) -> masking.mask(value));
    List<String> reason = new ArrayList<>(masking.mask(failure.getMessage()).lines().toList());
    String line = failure instanceof LineFailedException failed ? failed.line() : "";
    new KeptWorkspace(
            task, kind, target, reason.get(0), masking.mask(line), open, OwnPackages.of(job.spec()))
        .keepIn(state, job.folder());
  }
}
