package io.drover.engine.verify.locust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What Locust knew every second, from the first user to the last.
 *
 * @param samples in the order of time
 */
record History(List<Sample> samples) {
  /** Seconds over which rates are taken: workers report once a second, but not all at once. */
  private static final int WINDOW = 3;

  History {
    samples = List.copyOf(samples);
  }

  /** The samples of a history file's rows, without the time before and after the test. */
  static History of(List<CsvRows.Row> rows) {
    List<Sample> all =
        rows.stream()
            .filter(row -> row.text("Name").equals("Aggregated"))
            .map(Sample::of)
            .filter(sample -> sample.second() > 0)
            .toList();
    OptionalInt first =
        IntStream.range(0, all.size()).filter(i -> all.get(i).users() > 0).findFirst();
    if (first.isEmpty()) {
      return new History(List.of());
    }
    int last = all.size() - 1;
    while (all.get(last).users() == 0) {
      last--;
    }
    List<Sample> samples = new ArrayList<>(all.subList(first.getAsInt(), last + 1));
    return new History(samples);
  }

  /** When there were users first; empty if there were none. */
  Optional<Instant> begin() {
    return samples.stream().findFirst().map(first -> Instant.ofEpochSecond(first.second()));
  }

  boolean isEmpty() {
    return samples.isEmpty();
  }

  /** Seconds from the first sample to one. */
  long secondsTo(int index) {
    return samples.get(index).second() - samples.get(0).second();
  }

  /** Requests per second around a sample's time. */
  double requestRate(int index) {
    return index == 0 ? 0 : samples.get(index).requestRate(samples.get(before(index)));
  }

  /** Failures per second around a sample's time. */
  double failureRate(int index) {
    return index == 0 ? 0 : samples.get(index).failureRate(samples.get(before(index)));
  }

  private static int before(int index) {
    return Math.max(0, index - WINDOW);
  }
}
