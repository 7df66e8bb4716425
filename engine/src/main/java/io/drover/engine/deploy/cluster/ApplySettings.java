package io.drover.engine.deploy.cluster;

/**
 * What Drover may take from others.
 *
 * @param forceConflicts whether it takes over fields that another field manager set
 * @param adopt whether it takes over objects that nobody's Drover made
 */
public record ApplySettings(boolean forceConflicts, boolean adopt) {
  /** Nothing is taken from others. */
  public static final ApplySettings DEFAULT = new ApplySettings(false, false);
}
