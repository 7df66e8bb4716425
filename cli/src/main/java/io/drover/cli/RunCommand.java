package io.drover.cli;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Does the whole plan on this machine: builds, packages, images, deploys and tests,",
      "environment by environment. What was done before is not done again."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private RunOptions options;
  @Mixin private SkipTestsOption skipTests;

  @Option(names = "--to", paramLabel = "ENVIRONMENT", description = "The last environment.")
  private String to;

  @Option(
      names = "--buildkit",
      paramLabel = "ADDRESS",
      defaultValue = "${env:DROVER_BUILDKIT:-}",
      description =
          "The BuildKit daemon for applications with builder: buildkit, such as tcp://HOST:PORT or"
              + " unix:///PATH (default: DROVER_BUILDKIT).")
  private String buildkit;

  @Option(
      names = "--approve",
      paramLabel = "ENVIRONMENT",
      description = "Lets the release into an environment that has mode: manual.")
  private Set<String> approved = Set.of();

  @Override
  public Integer call() throws Exception {
    return options.run(
        settings ->
            settings.with(
                Optional.ofNullable(to),
                skipTests.reason(),
                approved,
                Optional.ofNullable(buildkit).filter(address -> !address.isBlank())),
        (run, configuration) -> run.run());
  }
}
