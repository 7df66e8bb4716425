package io.drover.seedjobs.item;

import io.drover.config.model.Configuration;
import io.drover.engine.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Jobs of a plan that can run at the same time.
 *
 * @param name what is done in it; no two stages of a plan have one name
 * @param jobs in the order of the plan
 */
public record Stage(String name, List<Started> jobs) {

  public Stage {
    jobs = List.copyOf(jobs);
  }

  /**
   * A job as the pipeline starts it.
   *
   * @param task the task's id
   * @param job the job's name in the project's folder
   * @param needs ids of tasks in earlier stages that must have succeeded
   * @param parameters names of the parameters that the job takes
   */
  public record Started(String task, String job, List<String> needs, Set<String> parameters) {
    public Started {
      needs = List.copyOf(needs);
      parameters = Set.copyOf(parameters);
    }
  }

  /**
   * The stages of a project's plan; each task is in the first stage that it can be in.
   *
   * @param upTo the last environment; empty: all of them
   * @throws IllegalArgumentException if there is no such environment
   */
  public static List<Stage> of(Configuration configuration, Optional<String> upTo) {
    Plan whole = Plan.of(configuration);
    Plan plan = upTo.map(whole::upTo).orElse(whole);
    return new Stages(plan, new Jobs(configuration, whole, Trigger.NONE).all()).all();
  }
}
