package io.drover.engine.deploy.cluster;

import io.drover.engine.kubernetes.ManifestSettings;
import java.time.Duration;

/**
 * How a cluster's environments are deployed.
 *
 * @param manifests what the cluster's people decided
 * @param apply what may be taken from others
 * @param goLive whether a blue/green service gets its requests as soon as the new colour is ready,
 *     where the file leaves that to us
 * @param patience how long to wait for somebody else who deploys the same environment
 */
public record DeploySettings(
    ManifestSettings manifests, ApplySettings apply, boolean goLive, Duration patience) {
  /** What holds where nobody decided anything. */
  public static final DeploySettings DEFAULT =
      new DeploySettings(ManifestSettings.DEFAULT, ApplySettings.DEFAULT, true, Duration.ZERO);

  /** The same, but new colours wait for {@link ClusterTarget#goLive}. */
  public DeploySettings withoutGoingLive() {
    return new DeploySettings(manifests, apply, false, patience);
  }

  /** The same, with what other people decided. */
  public DeploySettings with(ManifestSettings decided) {
    return new DeploySettings(decided, apply, goLive, patience);
  }

  /** The same, but others are waited for. */
  public DeploySettings waiting(Duration longest) {
    return new DeploySettings(manifests, apply, goLive, longest);
  }
}
