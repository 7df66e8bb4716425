package io.drover.cli;

import io.drover.engine.release.Release;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover rollback}. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Brings back the release that an environment ran before, as the files now say it. After a",
      "deployment that failed that is the one which it was to replace. A blue/green service whose",
      "idle colour still runs it only gets its requests led there."
    })
final class RollbackCommand implements Callable<Integer> {
  @Mixin private DeployOptions options;
  @Mixin private AuditOption audit;

  @Option(
      names = "--to",
      paramLabel = "RELEASE",
      description = "A release of the history, by its id or the beginning of it.")
  private String to;

  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      description = "Only this service, and those that run the same application.")
  private String service;

  @Override
  public Integer call() throws Exception {
    Optional<String> only = Optional.ofNullable(service);
    return options.run(
        true,
        audit.sink(),
        (environment, deployer) -> {
          Release release = deployer.former(environment, Optional.ofNullable(to), only);
          return DeployRun.of(environment, release, options.err(), audit.words())
              .run(log -> deployer.rollBack(environment, release, only, log));
        });
  }
}
