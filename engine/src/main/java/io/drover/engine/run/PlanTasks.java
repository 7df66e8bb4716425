package io.drover.engine.run;

import io.drover.config.model.Component;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.engine.plan.Task;

/** The work of each kind of task, as a part of a run of the whole plan. */
final class PlanTasks implements TaskWork.Kinds {
  private final Configuration configuration;
  private final Stores stores;
  private final ComponentWork components;
  private final ImageWork images;
  private final EnvironmentWork environments;

  PlanTasks(
      Configuration configuration,
      Stores stores,
      ComponentWork components,
      ImageWork images,
      EnvironmentWork environments) {
    this.configuration = configuration;
    this.stores = stores;
    this.components = components;
    this.images = images;
    this.environments = environments;
  }

  @Override
  public TaskResult run(Task task, TaskLog log) throws InterruptedException {
    return switch (task.kind()) {
      case BUILD -> components.build(component(task), stores.packages(), log);
      case PUBLISH -> components.publish(component(task), stores.packages(), log);
      case IMAGE -> {
        // Both may have to be started, and that the registry fails is said before anything is done.
        stores.registry();
        yield images.image(configuration.application(task.subject()).orElseThrow(), log);
      }
      case DEPLOY -> environments.deploy(environment(task), stores.registry(), log);
      case TEST -> environments.test(environment(task), test(task), log);
      case PROMOTE -> environments.promote(environment(task), log);
      case SWITCH, ROLLBACK ->
          throw new IllegalArgumentException(task.id() + " is done at somebody's word alone");
    };
  }

  private Component component(Task task) {
    return configuration.component(task.subject()).orElseThrow();
  }

  private Environment environment(Task task) {
    return configuration.environment(task.subject()).orElseThrow();
  }

  private EnvironmentTest test(Task task) {
    return environment(task).test(task.test()).orElseThrow();
  }
}
