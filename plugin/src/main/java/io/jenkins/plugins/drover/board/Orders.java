package io.jenkins.plugins.drover.board;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Failure;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.StringParameterValue;
import io.drover.engine.plan.Task.Kind;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.kohsuke.stapler.HttpResponses;

/** Starts jobs of a project, as the current user. */
final class Orders {
  private static final Logger AUDIT = Logger.getLogger("io.jenkins.plugins.drover.audit");

  private final ProjectJobs jobs;

  Orders(ProjectJobs jobs) {
    this.jobs = jobs;
  }

  /**
   * Starts a job of an environment for a release.
   *
   * @throws Failure if Jenkins does not take it
   */
  void start(Kind kind, String environment, String release) {
    WorkflowJob job = jobs.of(kind, environment).orElseThrow(HttpResponses::notFound);
    job.checkPermission(Item.BUILD);
    Queue.Item queued =
        Jenkins.get()
            .getQueue()
            .schedule2(
                job,
                0,
                List.of(
                    new CauseAction(new Cause.UserIdCause()),
                    new ParametersAction(new StringParameterValue("release", release))))
            .getItem();
    if (queued == null) {
      throw new Failure(
          "Jenkins does not take %s: is the job disabled, or Jenkins going down?"
              .formatted(job.getName()));
    }
    audit("starts %s with release %s".formatted(job.getFullName(), release));
  }

  static void audit(String what) {
    AUDIT.log(
        Level.INFO,
        "{0} {1} on the board",
        new Object[] {Jenkins.getAuthentication2().getName(), what});
  }
}
