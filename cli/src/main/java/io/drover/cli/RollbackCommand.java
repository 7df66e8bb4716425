package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.release.Release;
import io.drover.engine.run.Deployer;
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
    ClusterOptions cluster = options.cluster();
    Optional<Configuration> read = cluster.readOrComplain();
    Optional<ManifestSettings> settings = options.settingsOrComplain();
    if (read.isEmpty() || settings.isEmpty()) {
      return 1;
    }
    Environment environment = cluster.environment(read.get());
    Optional<String> only = Optional.ofNullable(service);
    try (Clusters clusters = cluster.clusters()) {
      Deployer deployer =
          options.deployer(
              read.get(),
              settings.get(),
              true,
              clusters,
              ClusterOptions.releases(clusters, read.get(), audit.sink()));
      return Interruption.awaiting(
          () -> {
            Release release = deployer.former(environment, Optional.ofNullable(to), only);
            return DeployRun.of(environment, release, cluster.err(), audit.words())
                .run(log -> deployer.rollBack(environment, release, only, log));
          });
    }
  }
}
