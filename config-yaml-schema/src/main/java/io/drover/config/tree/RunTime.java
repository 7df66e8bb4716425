package io.drover.config.tree;

import io.drover.config.tree.Value.Fields;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a load test runs, as Locust writes it: {@code 1h30m}, {@code 90s} or {@code 90}. */
public final class RunTime {
  /** That of a test whose file says nothing. */
  public static final String DEFAULT = "1m";

  private static final Pattern PARTS = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s?)?");

  private RunTime() {}

  /** The run time of a test; empty if it is not written as one. */
  public static Optional<Duration> of(Fields test) {
    return parse(test.text("run_time").orElse(DEFAULT));
  }

  /** The time that a text says; every other time of the files is written in a part of this way. */
  public static Optional<Duration> parse(String text) {
    Matcher parts = PARTS.matcher(text);
    return text.isEmpty() || !parts.matches()
        ? Optional.empty()
        : Optional.of(
            Duration.ofHours(part(parts, 1))
                .plusMinutes(part(parts, 2))
                .plusSeconds(part(parts, 3)));
  }

  private static long part(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }
}
