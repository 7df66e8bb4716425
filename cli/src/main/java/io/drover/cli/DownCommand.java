package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.deploy.cluster.ClusterTarget;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.deploy.cluster.DeploySettings;
import io.drover.engine.run.LocalDown;
import io.drover.engine.run.RunSettings;
import io.drover.engine.run.local.StateFolder;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drover down}. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops and removes everything that run started for a project.")
final class DownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOption configuration;

  @Option(
      names = "--purge",
      description = "Also deletes its packages, images, volumes, releases and logs.")
  private boolean purge;

  @Option(
      names = "--target",
      paramLabel = "podman|kubernetes",
      defaultValue = "podman",
      description = "Where its services run; with kubernetes, the namespaces stay.")
  private RunSettings.Target target;

  @Mixin private AccessOptions access;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Optional<Configuration> read = configuration.readOrComplain(err);
    if (read.isEmpty()) {
      return 1;
    }
    StateFolder state = StateFolder.of(read.get().project(), System.getenv());
    LocalDown down = new LocalDown(read.get(), state, line -> print(err, line));
    Interruption.awaiting(
        () -> {
          if (target == RunSettings.Target.KUBERNETES) {
            takeOutOfClusters(read.get(), err);
          }
          down.run(purge);
          return null;
        });
    return 0;
  }

  private void takeOutOfClusters(Configuration read, PrintWriter err) throws InterruptedException {
    try (Clusters clusters = new Clusters(access.access(), line -> print(err, line))) {
      ClusterTarget services = ClusterTarget.of(clusters, read, DeploySettings.DEFAULT);
      for (Environment environment : read.environments()) {
        services.remove(environment.name(), purge, line -> print(err, line));
      }
    }
  }

  private static void print(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
