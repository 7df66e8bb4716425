package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.engine.deploy.cluster.ApplySettings;
import io.drover.engine.deploy.cluster.ClusterTarget;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.deploy.cluster.DeploySettings;
import io.drover.engine.image.Registry;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.release.Releases;
import io.drover.engine.run.Deployer;
import io.drover.engine.run.DesiredState;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.version.Sources;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands that bring a release to an environment have in common. */
final class DeployOptions {
  private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(60);

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

  /** Which environment, and where. */
  ClusterOptions cluster() {
    return cluster;
  }

  /** Reads the settings and prints all problems; empty when one of them is an error. */
  Optional<ManifestSettings> settingsOrComplain() {
    return settings.readOrComplain(cluster.err());
  }

  /**
   * What does the work.
   *
   * @param goLive whether a blue/green service gets its requests as soon as it is ready
   */
  Deployer deployer(
      Configuration read,
      ManifestSettings manifests,
      boolean goLive,
      Clusters clusters,
      Releases releases) {
    DeploySettings how =
        new DeploySettings(manifests, new ApplySettings(forceConflicts, false), goLive);
    StateFolder state = StateFolder.of(read.project(), System.getenv());
    SecretFiles secrets = new SecretFiles(state.secrets(), new Masking());
    Sources sources = Sources.open(read.directory(), state.mirrors(), NETWORK_TIMEOUT, secrets);
    return new Deployer(
        releases,
        ClusterTarget.of(clusters, read, how),
        new DesiredState(read, sources, Optional.ofNullable(registry).map(Registry::at)));
  }
}
