package io.drover.seedjobs.item;

import java.util.Optional;

/**
 * What the three files do not say about jobs.
 *
 * @param trigger how jobs learn of new commits
 * @param library the shared library; empty: Jenkins knows it already
 */
public record SeedSettings(Trigger trigger, Optional<Library> library) {
  /** Polling, and a library that Jenkins knows. */
  public static final SeedSettings DEFAULT = new SeedSettings(Trigger.POLL, Optional.empty());
}
