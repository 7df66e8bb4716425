package io.drover.cli;

import io.drover.config.check.LegacySpelling;
import io.drover.config.model.Configuration;
import io.drover.config.problem.Problem;
import io.drover.config.problem.ProblemRenderer;
import io.drover.config.reader.ConfigurationReader;
import io.drover.config.reader.ReadResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** The configuration folder that most commands take. */
final class ConfigurationOption {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder with the three files (default: this one).")
  private Path directory;

  /** The option of a command that reads its folder itself. */
  static ConfigurationOption of(Path directory) {
    ConfigurationOption option = new ConfigurationOption();
    option.directory = directory;
    return option;
  }

  /** The folder as it was typed. */
  String typed() {
    return directory.toString();
  }

  /** Reads the three files. */
  ReadResult read() {
    return ConfigurationReader.read(directory);
  }

  /** All problems of the three files. */
  List<Problem> check() {
    return ConfigurationReader.check(directory);
  }

  /** What is written as only old files do. */
  List<LegacySpelling> legacySpellings() {
    return ConfigurationReader.legacySpellings(directory);
  }

  /** Reads the three files and prints all problems; empty when one of them is an error. */
  Optional<Configuration> readOrComplain(PrintWriter err) {
    ReadResult result = read();
    if (!result.problems().isEmpty()) {
      err.print(render(result.problems()));
      err.flush();
    }
    return result.configuration();
  }

  /** The problems with their source lines. */
  String render(List<Problem> problems) {
    return ProblemRenderer.text(problems, directory);
  }

  /** The problems with their files named as seen from where the command was started. */
  List<Problem> seenFromHere(List<Problem> problems) {
    Path here = Path.of("").toAbsolutePath();
    Path folder = directory.toAbsolutePath().normalize();
    Path seen = folder.startsWith(here) ? here.relativize(folder) : directory;
    return problems.stream()
        .map(problem -> problem.in(seen.resolve(nameIn(problem)).toString().replace('\\', '/')))
        .toList();
  }

  /** A problem of the folder itself already has its name. */
  private String nameIn(Problem problem) {
    return problem.file().equals(directory.toString()) ? "" : problem.file();
  }
}
