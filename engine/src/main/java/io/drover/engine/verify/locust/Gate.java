package io.drover.engine.verify.locust;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A limit that a load test must keep. */
enum Gate {
  P95_MS("p95_ms", "p95", false, false),
  P99_MS("p99_ms", "p99", false, false),
  FAILURE_RATIO("failure_ratio", "failed", false, false),
  MIN_RPS("rps", "requests per second", true, false),
  P95_REGRESSION("p95_ms", "p95", false, true),
  P99_REGRESSION("p99_ms", "p99", false, true),
  RPS_REGRESSION("rps", "requests per second", true, true);

  private final String figure;
  private final String noun;
  private final boolean atLeast;
  private final boolean relative;

  Gate(String figure, String noun, boolean atLeast, boolean relative) {
    this.figure = figure;
    this.noun = noun;
    this.atLeast = atLeast;
    this.relative = relative;
  }

  /** The gate of a key of the file. */
  static Gate of(String key) {
    return Arrays.stream(values()).filter(gate -> gate.key().equals(key)).findFirst().orElseThrow();
  }

  /** As the file names it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The figure that is measured. */
  String figure() {
    return figure;
  }

  /** The figure for people. */
  String noun() {
    return noun;
  }

  /** Whether the figure must not be less than the limit; else not more. */
  boolean atLeast() {
    return atLeast;
  }

  /** Whether the limit is about the last release that passed. */
  boolean relative() {
    return relative;
  }

  /**
   * The limit itself.
   *
   * @param written what the file says: the limit, or by which part of itself the figure may be
   *     worse
   * @param before the figure of the last release that passed
   * @return empty if there is nothing to compare with
   */
  Optional<Double> limit(double written, Optional<Double> before) {
    if (!relative) {
      return Optional.of(written);
    }
    return before.map(
        value ->
            atLeast
                ? value * (1 - written)
                : Math.max(value * (1 + written), value + resolution(value)));
  }

  /** Locust rounds response times to two digits: what is less apart may be the same. */
  private static double resolution(double milliseconds) {
    if (milliseconds < 100) {
      return 1;
    }
    return Math.pow(10, Math.floor(Math.log10(milliseconds)) - 1);
  }

  boolean isKept(double measured, double limit) {
    return atLeast ? measured >= limit : measured <= limit;
  }

  /** A value of the figure with its unit. */
  String show(double value) {
    return switch (this) {
      case P95_MS, P99_MS, P95_REGRESSION, P99_REGRESSION -> Numbers.plain(value) + " ms";
      case FAILURE_RATIO -> Numbers.percent(value);
      case MIN_RPS, RPS_REGRESSION -> Numbers.plain(value) + "/s";
    };
  }
}
