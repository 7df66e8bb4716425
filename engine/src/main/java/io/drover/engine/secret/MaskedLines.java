package io.drover.engine.secret;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A stream of lines without the values of secrets, also where a value goes over several lines or
 * pieces of one. A line comes out at once, unless it ends as a value begins: then with the line
 * that decides it, or at the end. For one thread.
 */
public final class MaskedLines implements Consumer<String>, AutoCloseable {
  /** Lines that end with the first character of some value are too many to keep them all back. */
  private static final int SHORTEST_KEPT_BACK = 2;

  /** A value of endless blank lines must not keep all of a log. */
  private static final int MOST_KEPT_BACK = 2_000;

  private final Masking masking;
  private final Consumer<String> next;
  private final Deque<Line> kept = new ArrayDeque<>();
  private Masking.Forms forms;
  private List<Search> searches = List.of();
  private long place;

  private record Line(String text, long place) {}

  MaskedLines(Masking masking, Consumer<String> next) {
    this.masking = masking;
    this.next = next;
  }

  @Override
  public void accept(String line) {
    if (forms != masking.forms()) {
      close();
      forms = masking.forms();
      searches = forms.isEmpty() ? List.of() : forms.searches();
    }
    kept.add(new Line(line, place));
    for (Search search : searches) {
      search.read(line, place);
    }
    place += line.length() + 1L;
    long pending = Long.MAX_VALUE;
    for (Search search : searches) {
      pending = Math.min(pending, search.pending(SHORTEST_KEPT_BACK));
    }
    giveBefore(pending);
  }

  private void giveBefore(long pending) {
    while (!kept.isEmpty()
        && (kept.size() > MOST_KEPT_BACK
            || kept.getFirst().place() + kept.getFirst().text().length() <= pending)) {
      Line line = kept.removeFirst();
      String text = Masking.masked(line.text(), line.place(), searches);
      searches.forEach(s -> s.ranges().forgetBefore(line.place() + line.text().length()));
      next.accept(text);
    }
  }

  /** Gives what was kept back. */
  @Override
  public void close() {
    giveBefore(Long.MAX_VALUE);
  }
}
