package io.drover.engine.verify.locust;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes words of the rows of Locust's history that stand among the lines of a load test. */
final class LiveFigures implements Consumer<String> {
  private static final String PREFIX = "drover-locust ";

  /** Seconds over which the rate is taken. */
  private static final int WINDOW = 3;

  private final Consumer<String> next;
  private final Deque<Sample> latest = new ArrayDeque<>();
  private String columns = "";
  private long begin;

  /** Hands on all lines. */
  LiveFigures(Consumer<String> next) {
    this.next = next;
  }

  @Override
  public synchronized void accept(String line) {
    if (!line.startsWith(PREFIX)) {
      next.accept(line);
      return;
    }
    String row = line.substring(PREFIX.length());
    if (row.startsWith("Timestamp,")) {
      columns = row;
      return;
    }
    CsvRows.row(columns, row).map(Sample::of).flatMap(this::words).ifPresent(next);
  }

  /** Nothing before the first user and after the last. */
  private Optional<String> words(Sample sample) {
    if (sample.users() == 0) {
      return Optional.empty();
    }
    if (latest.isEmpty()) {
      begin = sample.second();
    }
    latest.addLast(sample);
    if (latest.size() > WINDOW + 1) {
      latest.removeFirst();
    }
    double rate = latest.size() < 2 ? 0 : sample.requestRate(latest.getFirst());
    return Optional.of(sample.words(sample.second() - begin, rate));
  }
}
