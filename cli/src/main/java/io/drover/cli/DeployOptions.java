package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.deploy.cluster.ApplySettings;
import io.drover.engine.deploy.cluster.ClusterTarget;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.deploy.cluster.DeploySettings;
import io.drover.engine.image.Registry;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.release.Change;
import io.drover.engine.release.Releases;
import io.drover.engine.run.Deployer;
import io.drover.engine.run.DesiredState;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.version.Sources;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that bring a release to an environment have in common. */
final class DeployOptions {

  @Mixin private ClusterOptions cluster;
  @Mixin private SettingsOption settings;

  @Option(
      names = "--force-conflicts",
      description = "Takes over fields that somebody else has set.")
  private boolean forceConflicts;

  @Option(
      names = "--registry",
      paramLabel = "HOST:PORT",
      description = "Where images of services that are pinned to a version are looked up.")
  private String registry;

  PrintWriter out() {
    return cluster.out();
  }

  PrintWriter err() {
    return cluster.err();
  }

  /** What a command does once all is read. */
  interface Work {
    int in(Environment environment, Deployer deployer) throws Exception;
  }

  /**
   * Reads what there is to know, while the cluster is being connected to, and does some work that a
   * signal interrupts.
   *
   * @param goLive whether a blue/green service gets its requests as soon as it is ready
   * @param audit gets every change that is recorded
   * @return the exit status: 1 if something read is wrong, which is printed
   */
  int run(boolean goLive, Consumer<Change> audit, Work work) throws Exception {
    try (Clusters clusters = cluster.clusters()) {
      Optional<Configuration> read = cluster.readOrComplain();
      Optional<ManifestSettings> manifests = settings.readOrComplain(cluster.err());
      if (read.isEmpty() || manifests.isEmpty()) {
        return 1;
      }
      Environment environment = cluster.environment(read.get());
      Releases releases = ClusterOptions.releases(clusters, read.get(), audit);
      Deployer deployer = deployer(read.get(), manifests.get(), goLive, clusters, releases);
      return Interruption.awaiting(() -> work.in(environment, deployer));
    }
  }

  private Deployer deployer(
      Configuration read,
      ManifestSettings manifests,
      boolean goLive,
      Clusters clusters,
      Releases releases) {
    DeploySettings how =
        new DeploySettings(
            manifests, new ApplySettings(forceConflicts, false), goLive, Duration.ZERO);
    StateFolder state = StateFolder.of(read.project(), System.getenv());
    SecretFiles secrets = new SecretFiles(state.secrets(), new Masking());
    Sources sources = Sources.open(read.directory(), state.mirrors(), secrets);
    return new Deployer(
        releases,
        ClusterTarget.of(clusters, read, how),
        new DesiredState(read, sources, () -> Optional.ofNullable(registry).map(Registry::at)));
  }
}
