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

/** {@code drover deploy}. */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    description = {
      "Brings an environment of a cluster to what the files and a release say. Without --release",
      "and --image: the release that was promoted into it, else the one that it runs."
    })
final class DeployCommand implements Callable<Integer> {
  @Mixin private DeployOptions options;
  @Mixin private ImagesOption images;
  @Mixin private AuditOption audit;

  @Option(
      names = "--no-switch",
      description = "Blue/green services keep their live colour; switch is a command of its own.")
  private boolean noSwitch;

  @Override
  public Integer call() throws Exception {
    ClusterOptions cluster = options.cluster();
    Optional<Configuration> read = cluster.readOrComplain();
    Optional<ManifestSettings> settings = options.settingsOrComplain();
    if (read.isEmpty() || settings.isEmpty()) {
      return 1;
    }
    Environment environment = cluster.environment(read.get());
    Release named = images.read();
    try (Clusters clusters = cluster.clusters()) {
      Deployer deployer =
          options.deployer(
              read.get(),
              settings.get(),
              !noSwitch,
              clusters,
              ClusterOptions.releases(clusters, read.get(), audit.sink()));
      return Interruption.awaiting(
          () -> {
            Release release = deployer.choose(environment, named);
            return DeployRun.of(environment, release, cluster.err(), audit.words())
                .run(log -> deployer.deploy(environment, release, log));
          });
    }
  }
}
