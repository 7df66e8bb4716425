package io.jenkins.plugins.drover.board;

import hudson.model.Item;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.plan.Task.Kind;
import io.drover.seedjobs.item.JobNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.springframework.security.access.AccessDeniedException;

/** The jobs of a project's tasks, as far as the current user may read them. */
final class ProjectJobs {
  private final Configuration configuration;
  private final List<Task> tasks;

  ProjectJobs(Configuration configuration) {
    this.configuration = configuration;
    this.tasks =
        Stream.concat(
                Plan.of(configuration).tasks().stream(), Plan.requested(configuration).stream())
            .toList();
  }

  /** The job that does a task; empty if it is not there, or not for this user. */
  Optional<WorkflowJob> of(Task task) {
    String name = configuration.project() + "/" + JobNames.of(task);
    try {
      return Optional.ofNullable(Jenkins.get().getItemByFullName(name, WorkflowJob.class))
          .filter(job -> job.hasPermission(Item.READ));
    } catch (AccessDeniedException e) {
      // Somebody who may know that it is there, and no more.
      return Optional.empty();
    }
  }

  /** The job of a kind for an environment. */
  Optional<WorkflowJob> of(Kind kind, String environment) {
    return tasks.stream()
        .filter(task -> task.id().equals(kind.id(environment)))
        .findFirst()
        .flatMap(this::of);
  }

  /** The jobs whose builds let a release into an environment. */
  List<WorkflowJob> into(Environment entered) {
    Stream<WorkflowJob> promotions =
        configuration.environments().stream()
            .filter(e -> e.nextEnvironment().filter(entered.name()::equals).isPresent())
            .flatMap(e -> of(Kind.PROMOTE, e.name()).stream());
    return Stream.concat(promotions, of(Kind.DEPLOY, entered.name()).stream()).toList();
  }
}
