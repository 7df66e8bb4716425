package io.drover.engine.deploy;

import io.drover.engine.kubernetes.Desired;
import java.util.function.Consumer;

/** Where the services of a project run. */
public interface Target {
  /**
   * Makes the place where an environment will be, if it is not there: what is handed to the
   * environment is recorded in it.
   *
   * @param environment the environment's name
   * @param log what happens, line by line
   */
  void prepare(String environment, Consumer<String> log) throws InterruptedException;

  /**
   * Brings an environment to what the file and the images say. One bad service does not stop the
   * others: it keeps what it ran before, and its outcome says why.
   *
   * @param desired all that shall run in the environment; what else ran in it is removed
   * @param log what happens, line by line; called from several threads, one at a time
   * @throws io.drover.engine.WorkFailedException if nothing at all could be done
   * @throws InterruptedException if this thread was interrupted; what this deployment started has
   *     been removed then, and what ran before goes on
   */
  DeployResult deploy(Desired desired, Consumer<String> log) throws InterruptedException;

  /**
   * Opens the way to the services that were deployed last: with blue/green the colour that no
   * request reaches yet.
   *
   * @param environment the environment's name
   * @param from who shall use it
   */
  Reach reach(String environment, Reach.From from) throws InterruptedException;

  /**
   * Lets requests reach what was deployed last, where that is a step of its own (blue/green), and
   * the file leaves the decision to us.
   *
   * @param environment the environment's name
   * @param log what happens, line by line
   */
  void goLive(String environment, Consumer<String> log) throws InterruptedException;

  /**
   * Stops and removes what runs in an environment.
   *
   * @param environment the environment's name
   * @param purge whether its volumes and remembered addresses go, too
   * @param log what happens, line by line
   */
  void remove(String environment, boolean purge, Consumer<String> log) throws InterruptedException;
}
