package io.drover.cli;

import io.drover.config.check.LegacySpelling;
import io.drover.config.problem.CiRenderer;
import io.drover.config.problem.Problem;
import io.drover.config.problem.ProblemRenderer;
import io.drover.config.problem.SarifRenderer;
import io.drover.config.problem.Severity;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code drover validate}. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks the three files and prints all problems at once.")
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOption configuration;

  @Option(
      names = "--format",
      paramLabel = "text|json|sarif|github|gitlab",
      defaultValue = "text",
      description = "How problems are printed (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(names = "--strict", description = "Takes warnings for errors.")
  private boolean strict;

  @Option(
      names = "--explain-legacy",
      description = "Lists what is written as only old files do, with the form of today.")
  private boolean explainLegacy;

  /** How problems are printed. */
  enum Format {
    TEXT,
    JSON,
    SARIF,
    GITHUB,
    GITLAB
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (explainLegacy && format != Format.TEXT) {
      throw new ParameterException(spec.commandLine(), "--explain-legacy is text only");
    }
    List<Problem> problems = configuration.check();
    if (strict) {
      problems = problems.stream().map(problem -> problem.as(Severity.ERROR)).toList();
    }
    boolean errors = count(problems, Severity.ERROR) > 0;
    out.print(explainLegacy && !errors ? legacy() : render(problems));
    out.flush();
    return errors ? 1 : 0;
  }

  private String render(List<Problem> problems) {
    return switch (format) {
      case TEXT -> configuration.render(problems) + summary(problems);
      case JSON -> ProblemRenderer.json(problems);
      case SARIF -> SarifRenderer.render(configuration.seenFromHere(problems));
      case GITHUB -> CiRenderer.github(configuration.seenFromHere(problems));
      case GITLAB -> CiRenderer.gitlab(configuration.seenFromHere(problems));
    };
  }

  private String legacy() {
    List<LegacySpelling> spellings = configuration.legacySpellings();
    if (spellings.isEmpty()) {
      return "Nothing is written as only old files do.\n";
    }
    StringBuilder text = new StringBuilder();
    for (LegacySpelling spelling : spellings) {
      text.append(spelling.place()).append(": ").append(spelling.written()).append('\n');
      text.append("  now: ").append(spelling.now()).append('\n');
    }
    return text.append("All of it is read as it was; nothing has to be changed at once.\n")
        .toString();
  }

  private static String summary(List<Problem> problems) {
    long errors = count(problems, Severity.ERROR);
    long warnings = count(problems, Severity.WARNING);
    if (errors + warnings == 0) {
      return "The three files are right.\n";
    }
    return "%d %s, %d %s%n"
        .formatted(
            errors,
            errors == 1 ? "error" : "errors",
            warnings,
            warnings == 1 ? "warning" : "warnings");
  }

  private static long count(List<Problem> problems, Severity severity) {
    return problems.stream().filter(p -> p.severity() == severity).count();
  }
}
