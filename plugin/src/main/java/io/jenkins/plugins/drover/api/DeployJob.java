package io.jenkins.plugins.drover.api;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Result;
import hudson.model.StringParameterValue;
import io.drover.config.model.Configuration;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.plan.Task.Kind;
import io.drover.seedjobs.item.JobNames;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.springframework.security.access.AccessDeniedException;

/** The job that deploys to an environment. Whoever may read it may know of the environment. */
final class DeployJob {
  /** Older ones say nothing of what a program waits for. */
  private static final int BUILDS_LOOKED_AT = 50;

  private final WorkflowJob job;

  private DeployJob(WorkflowJob job) {
    this.job = job;
  }

  /**
   * The job of an environment.
   *
   * @throws ApiException 404 if it is not there, or the user may not read it
   */
  static DeployJob visible(Configuration configuration, String environment) {
    Task deployment = Plan.of(configuration).task(Kind.DEPLOY.id(environment)).orElseThrow();
    String path = configuration.project() + "/" + JobNames.of(deployment);
    try {
      WorkflowJob job = Jenkins.get().getItemByFullName(path, WorkflowJob.class);
      if (job != null && job.hasPermission(Item.READ)) {
        return new DeployJob(job);
      }
    } catch (AccessDeniedException e) {
      // Somebody who may know of the folder, and of nothing in it.
    }
    throw ApiException.nothing();
  }

  String name() {
    return job.getFullName();
  }

  /** What the item is in that credentials of the project are looked up. */
  Item item() {
    return job;
  }

  /**
   * Refuses who may not start it.
   *
   * @throws ApiException 403
   */
  void checkBuild() {
    if (!job.hasPermission(Item.BUILD)) {
      throw new ApiException(
          403,
          "%s may not start the job %s"
              .formatted(Jenkins.getAuthentication2().getName(), job.getFullName()),
          "it takes Job/Build of the project's folder");
    }
  }

  /**
   * Starts it.
   *
   * @return what waits for its turn; null if Jenkins does not take it
   */
  @CheckForNull
  Queue.Item start(DeployOrder order) {
    StringParameterValue version =
        new StringParameterValue("versions", order.application() + "=" + order.version());
    return Jenkins.get()
        .getQueue()
        .schedule2(
            job,
            0,
            List.of(new CauseAction(new Cause.UserIdCause()), new ParametersAction(version), order))
        .getItem();
  }

  /** What became of the last order for a service. */
  enum OrderState {
    /** None was given lately, or it was done, or something was deployed after it. */
    NONE,
    /** It waits for its turn or for a person, or it is being done. */
    UNDER_WAY,
    FAILED
  }

  /**
   * How far the last order for a service got.
   *
   * @param service its name
   */
  OrderState lastOrder(String service) {
    boolean waits =
        Jenkins.get().getQueue().getItems(job).stream()
            .anyMatch(item -> isFor(item.getAction(DeployOrder.class), service));
    if (waits) {
      return OrderState.UNDER_WAY;
    }
    int looked = 0;
    for (WorkflowRun build : job.getBuilds()) {
      boolean ours = isFor(build.getAction(DeployOrder.class), service);
      if (ours && build.isBuilding()) {
        return OrderState.UNDER_WAY;
      }
      Optional<Result> result = Optional.ofNullable(build.getResult());
      if (result.filter(Result.SUCCESS::equals).isPresent() || ++looked > BUILDS_LOOKED_AT) {
        return OrderState.NONE;
      }
      if (ours) {
        return OrderState.FAILED;
      }
    }
    return OrderState.NONE;
  }

  private static boolean isFor(@CheckForNull DeployOrder order, String service) {
    return order != null && order.service().equals(service);
  }
}
