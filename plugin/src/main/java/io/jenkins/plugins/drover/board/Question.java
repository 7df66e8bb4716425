package io.jenkins.plugins.drover.board;

import hudson.model.Failure;
import io.jenkins.plugins.drover.board.BoardState.WaitingApproval;
import java.io.IOException;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;

/** What a build asks people. */
public final class Question {
  private final WaitingApproval approval;

  private Question(WaitingApproval approval) {
    this.approval = approval;
  }

  static Question of(WaitingApproval approval) {
    return new Question(approval);
  }

  public WaitingApproval getApproval() {
    return approval;
  }

  /** Address of the build's own page for it, from Jenkins' root; empty if the build is gone. */
  public String getUrl() {
    return build().map(build -> build.getUrl() + "input/").orElse("");
  }

  /** Whether the current user may answer: whoever the pipeline names, else who may build. */
  public boolean isMine() throws InterruptedException {
    try {
      Optional<InputStepExecution> input = input();
      if (input.isPresent()) {
        input.get().preSubmissionCheck();
      }
      return input.isPresent();
    } catch (Failure | IOException e) {
      return false;
    }
  }

  /**
   * Approves it as the current user.
   *
   * @throws Failure if the user may not, or it was answered meanwhile
   */
  void approve() throws InterruptedException, IOException {
    InputStepExecution input =
        input()
            .orElseThrow(
                () ->
                    new Failure(
                        "%s #%d does not wait for an approval any more"
                            .formatted(approval.job(), approval.build())));
    input.doProceedEmpty();
  }

  private Optional<InputStepExecution> input() {
    return build()
        .flatMap(
            build ->
                Approvals.inputs(build).stream()
                    .filter(input -> input.getId().equals(approval.input()))
                    .findFirst());
  }

  private Optional<WorkflowRun> build() {
    return Optional.ofNullable(Jenkins.get().getItemByFullName(approval.job(), WorkflowJob.class))
        .map(job -> job.getBuildByNumber(approval.build()));
  }
}
