package io.jenkins.plugins.drover.board;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Failure;
import hudson.model.Item;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.StringParameterValue;
import io.drover.engine.plan.Task.Kind;
import io.drover.engine.release.Action;
import io.drover.engine.release.Change;
import io.drover.engine.release.ReleaseJson;
import java.util.List;
import java.util.Map;
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

  /** The job of a kind for an environment, which the current user may start. */
  WorkflowJob job(Kind kind, String environment) {
    WorkflowJob job = jobs.of(kind, environment).orElseThrow(HttpResponses::notFound);
    job.checkPermission(Item.BUILD);
    return job;
  }

  /**
   * Starts a job of an environment.
   *
   * @param parameters those of the job, by name
   * @param change what it will do, for the audit trail
   * @throws Failure if Jenkins does not take it
   */
  static void start(WorkflowJob job, Map<String, String> parameters, Change change) {
    Queue.Item queued =
        Jenkins.get()
            .getQueue()
            .schedule2(
                job,
                0,
                List.of(
                    new CauseAction(new Cause.UserIdCause()),
                    new ParametersAction(
                        parameters.entrySet().stream()
                            .<ParameterValue>map(
                                p -> new StringParameterValue(p.getKey(), p.getValue()))
                            .toList())))
            .getItem();
    if (queued == null) {
      throw new Failure(
          "Jenkins does not take %s: is the job disabled, or Jenkins going down?"
              .formatted(job.getName()));
    }
    audit(change, job.getFullName(), "ordered");
  }

  /** A change that the current user makes now. */
  static Change change(Action action, String environment) {
    return Change.now(Jenkins.getAuthentication2().getName(), action, environment);
  }

  /**
   * Writes a line of the audit trail, in the form of {@code drover --audit}.
   *
   * @param job full name of the job, or of its build
   */
  static void audit(Change change, String job, String result) {
    ObjectNode line = ReleaseJson.change(change);
    line.put("job", job);
    line.put("result", result);
    AUDIT.log(Level.INFO, "{0}", line);
  }
}
