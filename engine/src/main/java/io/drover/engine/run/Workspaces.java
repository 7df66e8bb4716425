package io.drover.engine.run;

import io.drover.config.model.EnvironmentVariable;
import io.drover.config.model.Report;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.agent.LineFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.Masking;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
   * Runs a job.
   *
   * @param task id of the task that it is the work of
   * @param variables those of the file, which tell what is secret
   * @param checkOut puts the sources into the empty workspace
   * @param keep takes what is wanted out of the workspace, after all lines have succeeded
   */
  TaskResult run(
      String task,
      AgentJob job,
      List<EnvironmentVariable> variables,
      List<Report> wanted,
      Work checkOut,
      Work keep)
      throws InterruptedException {
    prepare(job, checkOut);
    TaskResult result = finish(task, job, variables, wanted, keep);
    if (result.status() == TaskResult.Status.SUCCEEDED) {
      Trees.delete(job.folder());
    }
    return result;
  }

  /** Makes the workspace of a job, with its sources in it. */
  void prepare(AgentJob job, Work checkOut) throws InterruptedException {
    Trees.fresh(job.folder());
    checkOut.on(Trees.make(job.workspace()));
  }

  /** Runs a job whose workspace is prepared, and collects what it left; its workspace stays. */
  TaskResult finish(
      String task,
      AgentJob job,
      List<EnvironmentVariable> variables,
      List<Report> wanted,
      Work keep)
      throws InterruptedException {
    Optional<WorkFailedException> failure = failureOf(() -> agent.run(job));
    Reports.Collected collected = reports.collect(job.name(), wanted, job.workspace());
    if (failure.isEmpty() && collected.hasFailures()) {
      failure =
          Optional.of(
              new WorkFailedException(TESTS + "; without \"reports\" the lines alone decide"));
    }
    if (failure.isEmpty()) {
      failure = failureOf(() -> keep.on(job.workspace()));
    }
    String notes = String.join("\n", collected.notes());
    if (failure.isEmpty()) {
      return TaskResult.done(Map.of()).with(Map.of(), notes).with(collected.tests());
    }
    keep(task, job, variables, failure.get());
    String reason = failure.get().getMessage() + (notes.isEmpty() ? "" : "\n" + notes);
    return TaskResult.failed(reason)
        .with(Map.of(TaskResult.WORKSPACE, job.workspace().toString()), reason)
        .with(collected.tests());
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
