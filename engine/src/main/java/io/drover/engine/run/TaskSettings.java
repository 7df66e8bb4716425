package io.drover.engine.run;

import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Source;
import io.drover.engine.run.RunSettings.AgentKind;
import io.drover.engine.run.RunSettings.KubernetesSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How one task is run.
 *
 * @param part all of it, or one half
 * @param folder where its files are; both halves need the same
 * @param report the file that gets what was done
 * @param choice what the task is done with
 * @param copiedFrom where the configuration was copied from; empty: it lies where its history is
 * @param agent where lines are run when all of it is done
 * @param mayInstallDependencies whether missing build dependencies are installed on this machine
 * @param buildkit address of the daemon for images with {@code builder: buildkit}
 * @param kubernetes the clusters and how they are used
 */
public record TaskSettings(
    Part part,
    Path folder,
    Path report,
    Choice choice,
    Optional<Source> copiedFrom,
    AgentKind agent,
    boolean mayInstallDependencies,
    Optional<String> buildkit,
    KubernetesSettings kubernetes) {

  /** Which part of a task. */
  public enum Part {
    /** All of it. */
    WHOLE,
    /** What comes before the lines of a build or a test, which another container runs. */
    PREPARE,
    /** What comes after them. */
    FINISH
  }

  /**
   * What a task is done with in place of what the files and the stores say.
   *
   * @param release id of a release to deploy, or to bring back, that the environment knows, or its
   *     beginning
   * @param versions version by component (for images) or application (for deployments)
   * @param branch branch, tag or commit of the sources of a build or a test
   * @param approvedBy the person who approved what needs it
   * @param service the only service to switch or to roll back; empty: all
   * @param colour the colour to switch to
   */
  public record Choice(
      Optional<String> release,
      Map<String, String> versions,
      Optional<String> branch,
      Optional<String> approvedBy,
      Optional<String> service,
      Optional<Colour> colour) {
    /** As the files and the stores say. */
    public static final Choice NONE =
        new Choice(
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public Choice {
      versions = new TreeMap<>(versions);
    }
  }
}
