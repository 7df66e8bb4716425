package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.deploy.cluster.ObjectDiff;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.run.Deployer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what deploy would change in a cluster, by the API server's own dry run. Takes the same",
      "release as deploy would. Values of secrets are not shown."
    })
final class DiffCommand implements Callable<Integer> {
  @Mixin private DeployOptions options;
  @Mixin private ImagesOption images;

  @Option(names = "--exit-code", description = "Ends with 1 if deploy would change anything.")
  private boolean exitCode;

  @Override
  public Integer call() throws Exception {
    ClusterOptions cluster = options.cluster();
    Optional<Configuration> read = cluster.readOrComplain();
    Optional<ManifestSettings> settings = options.settingsOrComplain();
    if (read.isEmpty() || settings.isEmpty()) {
      return 1;
    }
    Environment environment = cluster.environment(read.get());
    try (Clusters clusters = cluster.clusters()) {
      Deployer deployer =
          options.deployer(
              read.get(),
              settings.get(),
              true,
              clusters,
              ClusterOptions.releases(clusters, read.get(), change -> {}));
      List<ObjectDiff> diffs =
          Interruption.awaiting(
              () ->
                  deployer.diff(
                      environment,
                      deployer.choose(environment, images.read()),
                      line -> cluster.err().println(Words.printable(line))));
      PrintWriter out = cluster.out();
      out.print(DiffView.text(diffs, TerminalMode.hasColours()));
      out.flush();
      boolean refused = diffs.stream().anyMatch(d -> d.change() == ObjectDiff.Change.REFUSED);
      return refused || (exitCode && !diffs.isEmpty()) ? 1 : 0;
    }
  }
}
