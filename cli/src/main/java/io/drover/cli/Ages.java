package io.drover.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times as people say them. */
final class Ages {
  private Ages() {}

  /** How long ago something was, in the largest unit that tells it: {@code 5m}, {@code 3h}. */
  static String of(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.toMinutes() < 2) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.toHours() < 2) {
      return age.toMinutes() + "m";
    }
    return age.toDays() < 2 ? age.toHours() + "h" : age.toDays() + "d";
  }

  /** The same of a time in ISO 8601, with "ago"; the text itself if it is none. */
  static String ago(String time, Instant now) {
    try {
      return of(Instant.parse(time), now) + " ago";
    } catch (DateTimeParseException e) {
      return time;
    }
  }
}
