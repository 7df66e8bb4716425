package io.jenkins.plugins.drover.board;

import io.jenkins.plugins.drover.board.BoardState.WaitingApproval;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;

/** Builds that wait for a person. */
final class Approvals {
  private static final Logger LOGGER = Logger.getLogger(Approvals.class.getName());

  private Approvals() {}

  /** What builds of a job wait for; the job runs one at a time. */
  static List<WaitingApproval> of(WorkflowJob job) {
    WorkflowRun build = job.getLastBuild();
    return build == null || !build.isBuilding()
        ? List.of()
        : inputs(build).stream().map(input -> approval(job, build, input)).toList();
  }

  /** What a build asks people, as far as that is known by now. */
  static List<InputStepExecution> inputs(WorkflowRun build) {
    InputAction action = build.getAction(InputAction.class);
    try {
      return action == null
          ? List.of()
          : action.getExecutions().stream().filter(input -> !input.isSettled()).toList();
    } catch (TimeoutException e) {
      LOGGER.log(Level.FINE, "it is not known yet what {0} waits for", build);
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static WaitingApproval approval(
      WorkflowJob job, WorkflowRun build, InputStepExecution input) {
    return new WaitingApproval(
        job.getFullName(),
        build.getNumber(),
        input.getId(),
        input.getInput().getMessage(),
        build.getTimestamp().toInstant());
  }
}
