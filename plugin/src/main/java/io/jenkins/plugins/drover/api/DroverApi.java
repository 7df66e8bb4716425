package io.jenkins.plugins.drover.api;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.jenkins.plugins.drover.seed.CurrentConfiguration;
import io.jenkins.plugins.drover.seed.Seeding;
import jenkins.model.Jenkins;

/**
 * {@code /drover/api/ENVIRONMENT/…}: what environment-operator offered to programs. There, each
 * environment had an address of its own; here it is the first part of the path.
 */
public final class DroverApi {

  /** The API of an environment; null, which is 404, where there is none that the user may see. */
  @CheckForNull
  public EnvironmentApi getDynamic(String name) throws InterruptedException {
    CurrentConfiguration current;
    try {
      current = Seeding.get().current();
    } catch (WorkFailedException e) {
      return null;
    }
    Item project = Jenkins.get().getItemByFullName(current.configuration().project());
    if (project == null || !project.hasPermission(Item.READ)) {
      return null;
    }
    return current.configuration().environment(name).map(e -> api(current, e)).orElse(null);
  }

  private static EnvironmentApi api(CurrentConfiguration current, Environment environment) {
    return new EnvironmentApi(current.configuration(), environment);
  }
}
