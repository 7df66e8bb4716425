package io.drover.cli;

import io.drover.config.problem.ProblemRenderer;
import io.drover.config.reader.SettingsReader;
import io.drover.config.reader.SettingsReader.SettingsResult;
import io.drover.config.tree.Value.Fields;
import io.drover.engine.kubernetes.ManifestSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The settings of a cluster, which commands that make manifests take. */
final class SettingsOption {
  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description =
          "What the people of the cluster decided (default: drover/settings.yaml in"
              + " $${XDG_CONFIG_HOME:-~/.config}, if it is there).")
  private Path file;

  /** Reads the settings and prints all problems; empty when one of them is an error. */
  Optional<ManifestSettings> readOrComplain(PrintWriter err) {
    return fieldsOrComplain(err).map(ManifestSettings::of);
  }

  /** The same, for those who need all that the file says. */
  Optional<Fields> fieldsOrComplain(PrintWriter err) {
    Path named = file != null ? file : usual(System.getenv());
    if (file == null && !Files.exists(named)) {
      return Optional.of(Fields.NONE);
    }
    SettingsResult result = SettingsReader.read(named);
    if (!result.problems().isEmpty()) {
      err.print(ProblemRenderer.text(result.problems(), Path.of("")));
      err.flush();
    }
    return result.settings();
  }

  private static Path usual(Map<String, String> environment) {
    Path written = Path.of(environment.getOrDefault("XDG_CONFIG_HOME", ""));
    Path base =
        written.isAbsolute()
            ? written
            : Path.of(environment.getOrDefault("HOME", "/root")).resolve(".config");
    return base.resolve("drover").resolve("settings.yaml");
  }
}
