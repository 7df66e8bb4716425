package io.drover.seedjobs.rest;

import java.time.Duration;

/**
 * How long is waited for a Jenkins.
 *
 * @param call for one answer
 * @param total for a Jenkins that is away or starts again
 */
public record Patience(Duration call, Duration total) {
  /** A slow Jenkins has a minute, one that starts again two. */
  public static final Patience DEFAULT = new Patience(Duration.ofMinutes(1), Duration.ofMinutes(2));

  private static final long FIRST_MILLIS = 250;
  private static final long LONGEST_MILLIS = 5_000;

  /** The pause after a try that failed, the first having number 1. */
  static Duration pause(int tries) {
    return Duration.ofMillis(Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(tries - 1, 6)));
  }
}
