package io.drover.engine.deploy;

import io.drover.engine.kubernetes.EnvironmentManifests;
import java.util.function.Consumer;

/** Where the services of a project run. */
public interface Target {
  /**
   * Brings an environment to what the manifests say. One bad service does not stop the others: it
   * keeps what it ran before, and its outcome says why.
   *
   * @param manifests all that shall run in the environment; what else ran in it is removed
   * @param log what happens, line by line; called from several threads, one at a time
   * @throws io.drover.engine.WorkFailedException if nothing at all could be done
   * @throws InterruptedException if this thread was interrupted; what this deployment started has
   *     been removed then, and what ran before goes on
   */
  DeployResult deploy(EnvironmentManifests manifests, Consumer<String> log)
      throws InterruptedException;

  /**
   * What runs in an environment now.
   *
   * @param environment the environment's name
   */
  EnvironmentStatus status(String environment) throws InterruptedException;

  /**
   * Stops and removes what runs in an environment.
   *
   * @param environment the environment's name
   * @param purge whether its volumes and remembered addresses go, too
   * @param log what happens, line by line
   */
  void remove(String environment, boolean purge, Consumer<String> log) throws InterruptedException;
}
