package io.jenkins.plugins.drover.api;

import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.jenkins.plugins.drover.seed.CurrentConfiguration;
import io.jenkins.plugins.drover.seed.Seeding;

/**
 * {@code /drover/api/ENVIRONMENT/…}: what environment-operator offered to programs. There, each
 * environment had an address of its own; here it is the first part of the path.
 */
public final class DroverApi {

  /** The API of an environment; 404 where there is none that the user may see. */
  public EnvironmentApi getDynamic(String name) throws InterruptedException {
    CurrentConfiguration current;
    try {
      current = Seeding.get().current();
    } catch (WorkFailedException e) {
      throw ApiException.nothing();
    }
    Environment environment =
        current.configuration().environment(name).orElseThrow(ApiException::nothing);
    DeployJob job = DeployJob.visible(current.configuration(), environment.name());
    return new EnvironmentApi(
        new SeenEnvironment(current.configuration().project(), environment), job);
  }
}
