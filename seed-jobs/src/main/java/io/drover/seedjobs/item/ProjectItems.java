package io.drover.seedjobs.item;

import io.drover.config.model.Configuration;
import io.drover.engine.plan.Plan;
import java.util.List;

/**
 * All that Jenkins has for a project.
 *
 * @param folder the folder that holds the rest
 * @param jobs in the order of the plan, no two of one name
 * @param views the first is the one shown first
 */
public record ProjectItems(Folder folder, List<Job> jobs, List<View> views) {

  public ProjectItems {
    jobs = List.copyOf(jobs);
    views = List.copyOf(views);
  }

  /**
   * The items of a project. Equal input gives equal items.
   *
   * @throws io.drover.engine.WorkFailedException if two tasks would have jobs of one name
   */
  public static ProjectItems of(Configuration configuration, SeedSettings settings) {
    Plan plan = Plan.of(configuration);
    return new ProjectItems(
        new Folder(
            configuration.project(),
            "Project " + configuration.project() + ": what its three files imply.",
            settings.library()),
        new Jobs(configuration, plan, settings.trigger()).all(),
        Views.of(configuration));
  }
}
