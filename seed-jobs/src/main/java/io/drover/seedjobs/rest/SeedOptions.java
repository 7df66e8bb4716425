package io.drover.seedjobs.rest;

/**
 * How a Jenkins is seeded.
 *
 * @param atOnce calls at the same time, at least 1
 * @param dryRun whether nothing is written
 * @param verify whether items with the right marker are read as well: finds what was changed by
 *     hand, for one call an item
 * @param adopt whether items of our names that are not marked as ours become ours
 */
public record SeedOptions(int atOnce, boolean dryRun, boolean verify, boolean adopt) {
  /** Jenkins does no more in the same time with more. */
  public static final int AT_ONCE = 8;

  /** Writes what differs. */
  public static final SeedOptions DEFAULT = new SeedOptions(AT_ONCE, false, false, false);
}
