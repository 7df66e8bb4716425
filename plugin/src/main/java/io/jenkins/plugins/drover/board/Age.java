package io.jenkins.plugins.drover.board;

import hudson.Util;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * How long ago something was, for people and for programs.
 *
 * @param at when it was
 * @param words as Jenkins says times
 */
public record Age(Instant at, String words) {

  static Age of(Instant at, Instant now) {
    long seconds = Math.max(1, Duration.between(at, now).toSeconds());
    String words = Util.getTimeSpanString(TimeUnit.SECONDS.toMillis(seconds));
    return new Age(at.truncatedTo(ChronoUnit.SECONDS), words);
  }
}
