package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.engine.WorkFailedException;
import io.drover.engine.version.PublicAddress;
import io.drover.seedjobs.item.Library;
import io.drover.seedjobs.item.ProjectItems;
import io.drover.seedjobs.item.SeedSettings;
import io.drover.seedjobs.item.Trigger;
import io.drover.seedjobs.xml.ItemXml;
import io.drover.seedjobs.xml.Rendered;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What jobs are made like. */
final class JobOptions {
  @Option(
      names = "--trigger",
      paramLabel = "poll|webhook|none",
      defaultValue = "poll",
      description = {
        "How jobs learn of new commits: Jenkins asks, the Git plugin's webhook tells it, or",
        "neither (default: ${DEFAULT-VALUE})."
      })
  private Trigger trigger;

  @ArgGroup(exclusive = false, heading = "Where Jenkins has no shared library \"drover\" yet:%n")
  private LibraryOptions library;

  /** The shared library, named at the project's folder. */
  static final class LibraryOptions {
    @Option(
        names = "--library",
        paramLabel = "GIT-URL",
        required = true,
        description = "Its repository.")
    private String git;

    @Option(
        names = "--library-version",
        paramLabel = "VERSION",
        required = true,
        description = "Its tag, branch or commit.")
    private String version;

    @Option(
        names = "--library-path",
        paramLabel = "FOLDER",
        defaultValue = "",
        description = "The folder of the repository that holds it.")
    private String path;

    @Option(
        names = "--library-credentials",
        paramLabel = "ID",
        description = "Id of the credentials for it in Jenkins.")
    private String credentials;

    private Library read() {
      if (!PublicAddress.of(git).equals(git)) {
        throw new WorkFailedException(
            "--library must hold no login: name credentials of Jenkins with --library-credentials");
      }
      String folder = path.replaceAll("^/+|/+$", "");
      if ((folder + "/").contains("../")) {
        throw new WorkFailedException("--library-path must stay in the repository");
      }
      return new Library(git, version, folder, Optional.ofNullable(credentials));
    }
  }

  /** The items of a project. */
  Rendered.Project render(Configuration configuration) {
    Optional<Library> at = Optional.ofNullable(library).map(LibraryOptions::read);
    return ItemXml.of(ProjectItems.of(configuration, new SeedSettings(trigger, at)));
  }
}
