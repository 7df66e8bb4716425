package io.drover.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Why a release goes on without its tests. */
final class SkipTestsOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--skip-tests",
      paramLabel = "REASON",
      description = "Lets releases on without their tests; the reason is recorded.")
  private String reason;

  /** The reason; empty: tests count. */
  Optional<String> reason() {
    if (reason != null && reason.isBlank()) {
      throw new ParameterException(spec.commandLine(), "--skip-tests takes the reason why");
    }
    return Optional.ofNullable(reason);
  }
}
