package io.drover.engine.secret;

import java.util.ArrayDeque;
import java.util.Deque;

/** Places of a text that must not be seen; they come with their ends in rising order. */
final class Ranges {
  private final Deque<Range> ranges = new ArrayDeque<>();

  /** Places from {@code start} up to, but not with, {@code end}. */
  record Range(long start, long end) {}

  /** Adds places, also those between them and ranges that they touch. */
  void add(long start, long end) {
    long from = start;
    long to = end;
    while (!ranges.isEmpty() && ranges.getLast().end() >= from) {
      Range last = ranges.removeLast();
      from = Math.min(from, last.start());
      to = Math.max(to, last.end());
    }
    ranges.addLast(new Range(from, to));
  }

  /** Forgets what lies wholly before a place. */
  void forgetBefore(long place) {
    while (!ranges.isEmpty() && ranges.getFirst().end() <= place) {
      ranges.removeFirst();
    }
  }

  /** In rising order, with places between them. */
  Iterable<Range> all() {
    return ranges;
  }
}
