package io.drover.engine.run;

import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import java.nio.file.Path;

/** Follows a run. Calls come from several threads at once. */
public interface RunListener {
  /** Something that happens outside of any task, for example that tools are installed. */
  void notice(String line);

  /**
   * The walk of the plan begins.
   *
   * @param plan what will be done
   * @param logs the folder that gets a log file per task
   */
  void started(Plan plan, Path logs);

  /** A task begins. */
  void taskStarted(Task task);

  /** A task says something; the line also goes to its log. */
  void taskSaid(Task task, String line);

  /** A task ended. */
  void taskEnded(Task task, TaskResult result);

  /**
   * Asks a person whether a release may enter an environment.
   *
   * @return false if not, or if there is nobody to ask
   */
  boolean approve(String environment, String release);
}
