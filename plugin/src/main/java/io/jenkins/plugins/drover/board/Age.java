package io.jenkins.plugins.drover.board;

import hudson.Util;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How long ago something was, for people and for programs.
 *
 * @param at when it was
 * @param words as Jenkins says times
 */
public record Age(Instant at, String words) {

  static Age of(Instant at, Instant now) {
    long millis = Math.max(0, Duration.between(at, now).toMillis());
    return new Age(at.truncatedTo(ChronoUnit.SECONDS), Util.getTimeSpanString(millis));
  }
}
