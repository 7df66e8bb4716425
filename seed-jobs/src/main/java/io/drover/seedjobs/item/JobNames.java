package io.drover.seedjobs.item;

import io.drover.engine.plan.Task;

/** How jobs and views are called. */
public final class JobNames {
  /** The job that does everything. */
  public static final String PIPELINE = "pipeline";

  /** The job that brings the jobs up to date. */
  public static final String SEED = "seed";

  private JobNames() {}

  /** The job that does a task; that of a build publishes, too. */
  public static String of(Task task) {
    return switch (task.kind()) {
      case BUILD, PUBLISH -> build(task.subject());
      case TEST -> test(task.subject(), task.test());
      case IMAGE, DEPLOY, PROMOTE, SWITCH, ROLLBACK -> task.kind().word() + "-" + task.subject();
    };
  }

  /** The job that builds a component. */
  public static String build(String component) {
    return "build-" + component;
  }

  static String test(String environment, String test) {
    return "test-" + environment + "-" + test;
  }
}
