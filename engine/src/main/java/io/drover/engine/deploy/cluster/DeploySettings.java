package io.drover.engine.deploy.cluster;

import io.drover.engine.kubernetes.ManifestSettings;

/**
 * How a cluster's environments are deployed.
 *
 * @param manifests what the cluster's people decided
 * @param apply what may be taken from others
 * @param goLive whether a blue/green service gets its requests as soon as the new colour is ready,
 *     where the file leaves that to us
 */
public record DeploySettings(ManifestSettings manifests, ApplySettings apply, boolean goLive) {
  /** What holds where nobody decided anything. */
  public static final DeploySettings DEFAULT =
      new DeploySettings(ManifestSettings.DEFAULT, ApplySettings.DEFAULT, true);

  /** The same, but new colours wait for {@link ClusterTarget#goLive}. */
  public DeploySettings withoutGoingLive() {
    return new DeploySettings(manifests, apply, false);
  }
}
