package io.drover.seedjobs.item;

/**
 * How long builds of a job are kept. Jenkins always keeps the last one that succeeded.
 *
 * @param days at most so old; -1: no limit
 * @param builds at most so many, at least 1
 * @param withArtifacts so many of them with their artifacts, at least 1
 */
public record Retention(int days, int builds, int withArtifacts) {
  /** No limit of age. */
  public static final int ANY_AGE = -1;
}
