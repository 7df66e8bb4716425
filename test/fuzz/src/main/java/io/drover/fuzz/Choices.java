package io.drover.fuzz;

import java.util.List;

/**
 * The fuzzer's bytes read as a row of choices. When they are used up, every further choice is the
 * first one, so that whatever is generated comes to an end.
 */
final class Choices {
  private final byte[] data;
  private int next;

  Choices(byte[] data) {
    this.data = data;
  }

  boolean isEmpty() {
    return next >= data.length;
  }

  /** A number from 0 to {@code bound - 1}, from one byte where that suffices and else from two. */
  int below(int bound) {
    int value = octet();
    if (bound > 256) {
      value = value << 8 | octet();
    }
    return value % bound;
  }

  /** Whether the rare one of {@code times} cases is chosen; never when the bytes are used up. */
  boolean rarely(int times) {
    return !isEmpty() && below(times) == times - 1;
  }

  <T> T of(List<T> values) {
    return values.get(below(values.size()));
  }

  private int octet() {
    return isEmpty() ? 0 : data[next++] & 0xFF;
  }
}
