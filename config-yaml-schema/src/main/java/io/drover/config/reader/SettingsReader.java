package io.drover.config.reader;

import io.drover.config.problem.Problem;
import io.drover.config.problem.Problems;
import io.drover.config.schema.FileKind;
import io.drover.config.schema.Schemas;
import io.drover.config.tree.Place;
import io.drover.config.tree.Value.Fields;
import io.drover.config.yaml.SchemaWalker;
import io.drover.config.yaml.YamlFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads and checks the settings of a cluster's people. */
public final class SettingsReader {
  private SettingsReader() {}

  /**
   * What came of reading settings.
   *
   * @param settings what stands in the file; present exactly when no problem is an error
   * @param problems all problems, in file order
   */
  public record SettingsResult(Optional<Fields> settings, List<Problem> problems) {
    public SettingsResult {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads a file of settings.
   *
   * @param file its path, which problems name it by
   */
  public static SettingsResult read(Path file) {
    Problems problems = new Problems(file.toString());
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      problems.error(
          Place.START, "missing-file", "the file is missing", "name a file with settings");
      return new SettingsResult(Optional.empty(), problems.sorted());
    }
    Optional<Fields> settings =
        YamlFile.read(file, problems)
            .flatMap(node -> SchemaWalker.walk(node, Schemas.of(FileKind.SETTINGS), problems));
    settings.ifPresent(fields -> check(fields, problems));
    return new SettingsResult(
        problems.hasErrors() ? Optional.empty() : settings, problems.sorted());
  }

  private static void check(Fields settings, Problems problems) {
    if (settings.has("ingress") && settings.has("gateway")) {
      problems.error(
          settings.keyPlace("gateway"),
          "conflicting-keys",
          "`ingress` and `gateway` exclude each other",
          "keep one of the two");
    }
  }
}
