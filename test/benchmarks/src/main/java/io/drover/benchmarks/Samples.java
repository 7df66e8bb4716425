package io.drover.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * Times of one thing, in milliseconds.
 *
 * @param milliseconds at least one, in any order
 */
record Samples(double[] milliseconds) {
  Samples {
    milliseconds = milliseconds.clone();
    Arrays.sort(milliseconds);
  }

  double minimum() {
    return milliseconds[0];
  }

  double median() {
    int middle = milliseconds.length / 2;
    return milliseconds.length % 2 == 1
        ? milliseconds[middle]
        : (milliseconds[middle - 1] + milliseconds[middle]) / 2;
  }

  /** Median and minimum, for a table. */
  String text() {
    return String.format(Locale.ROOT, "%.0f (%.0f)", median(), minimum());
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"median_ms\":%.2f,\"min_ms\":%.2f,\"runs\":%d}",
        median(),
        minimum(),
        milliseconds.length);
  }
}
