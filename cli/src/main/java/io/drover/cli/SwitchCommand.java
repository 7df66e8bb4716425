package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Environment;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.run.Deployer;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover switch}. */
@Command(
    name = "switch",
    mixinStandardHelpOptions = true,
    description = {
      "Leads requests to the other colour of blue/green services, once it is ready. The same",
      "command again leads them back."
    })
final class SwitchCommand implements Callable<Integer> {
  @Mixin private DeployOptions options;
  @Mixin private AuditOption audit;

  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      description = "Only this one (default: all blue/green services). May be repeated.")
  private Set<String> services = Set.of();

  @Option(
      names = "--to",
      paramLabel = "blue|green",
      description = "The colour (default: for each service the one that is idle).")
  private Colour to;

  @Override
  public Integer call() throws Exception {
    ClusterOptions cluster = options.cluster();
    Optional<Configuration> read = cluster.readOrComplain();
    if (read.isEmpty()) {
      return 1;
    }
    Environment environment = cluster.environment(read.get());
    PrintWriter words = audit.words();
    try (Clusters clusters = cluster.clusters()) {
      Deployer deployer =
          options.deployer(
              read.get(),
              ManifestSettings.DEFAULT,
              true,
              clusters,
              ClusterOptions.releases(clusters, read.get(), audit.sink()));
      Interruption.awaiting(
          () ->
              deployer.switchColours(
                  environment,
                  services,
                  Optional.ofNullable(to),
                  line -> {
                    words.println(Words.printable(line));
                    words.flush();
                  }));
      return 0;
    }
  }
}
