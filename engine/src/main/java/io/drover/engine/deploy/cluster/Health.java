package io.drover.engine.deploy.cluster;

import java.util.Locale;

/** How a service does. */
public enum Health {
  /** All replicas that were asked for are ready. */
  HEALTHY,
  /** It is on its way, and nothing is known to be wrong. */
  STARTING,
  /** Something is wrong. */
  FAILING,
  /** No replicas were asked for. */
  STOPPED,
  /** The files ask for it, and the cluster has nothing of it. */
  MISSING;

  /** As it stands in JSON and is shown to people. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
