package io.drover.engine.secret;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lines of several streams, without the values of secrets. Each stream is read by a thread of its
 * own, and a value may go over lines of one stream that lines of another one come between.
 */
public final class MaskedStreams implements Consumer<String>, AutoCloseable {
  private final Masking masking;
  private final Consumer<String> next;
  private final Map<Thread, MaskedLines> streams = new LinkedHashMap<>();

  /**
   * Streams that go into one.
   *
   * @param next takes the lines, never two at once
   */
  public MaskedStreams(Masking masking, Consumer<String> next) {
    this.masking = masking;
    this.next = next;
  }

  @Override
  public synchronized void accept(String line) {
    closeEnded();
    streams.computeIfAbsent(Thread.currentThread(), thread -> masking.lines(next)).accept(line);
  }

  /** What a stream kept back to its end comes before what is said after it. */
  private void closeEnded() {
    for (Thread thread : List.copyOf(streams.keySet())) {
      if (!thread.isAlive()) {
        streams.remove(thread).close();
      }
    }
  }

  @Override
  public synchronized void close() {
    streams.values().forEach(MaskedLines::close);
    streams.clear();
  }
}
