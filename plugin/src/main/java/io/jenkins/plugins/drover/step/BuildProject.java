package io.jenkins.plugins.drover.step;

import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Run;
import io.drover.engine.WorkFailedException;
import io.jenkins.plugins.drover.seed.CurrentConfiguration;
import io.jenkins.plugins.drover.seed.Seeding;
import jenkins.model.Jenkins;

/** Which project a build belongs to, and what it was started with. */
final class BuildProject {
  private BuildProject() {}

  /** The name of the folder that the build's job is in; empty for a job that is in none. */
  static String folder(Run<?, ?> build) {
    ItemGroup<?> parent = ((Job<?, ?>) build.getParent()).getParent();
    return parent instanceof Jenkins ? "" : parent.getFullName();
  }

  /**
   * The configuration of a project.
   *
   * @throws WorkFailedException if this Jenkins has none of that name
   */
  static CurrentConfiguration configuration(String project) throws InterruptedException {
    CurrentConfiguration current = Seeding.get().current();
    String known = current.configuration().project();
    if (!known.equals(project)) {
      throw new WorkFailedException(
          project.isEmpty()
              ? "which project is meant? Give its name, for example project: '%s'".formatted(known)
              : "this Jenkins has the project %s, and none named %s".formatted(known, project));
    }
    return current;
  }
}
