package io.jenkins.plugins.drover.board;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Failure;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.StringParameterValue;
import io.drover.engine.plan.Task.Kind;
import io.drover.engine.release.Action;
import io.drover.engine.release.Change;
import io.drover.engine.release.ReleaseJson;
import java.util.List;
import java.util.Optional;
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
   * @param action what the job will do, for the audit trail
   * @throws Failure if Jenkins does not take it
   */
  void start(Kind kind, Action action, String environment, String release) {
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
    audit(action, environment, Optional.of(release), job.getFullName(), "ordered");
  }

  /**
   * Writes a line of the audit trail, in the form of {@code drover --audit}.
   *
   * @param release its id; empty where the job alone knows it
   * @param job full name of the job, or of its build
   */
  static void audit(
      Action action, String environment, Optional<String> release, String job, String result) {
    Change change =
        Change.now(Jenkins.getAuthentication2().getName(), action, environment)
            .between(Optional.empty(), release);
    ObjectNode line = ReleaseJson.change(change);
    line.put("job", job);
    line.put("result", result);
    AUDIT.log(Level.INFO, "{0}", line);
  }
}
