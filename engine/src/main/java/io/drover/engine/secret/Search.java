package io.drover.engine.secret;

/** Looks for values in one writing of a text that comes in pieces. */
final class Search implements Writing.Reader {
  private final Writing writing;
  private final Automaton automaton;
  private final Ranges ranges = new Ranges();
  private final long[] starts;
  private long count;
  private int state;
  private boolean digitMayFollow;
  private boolean paddingMayFollow;

  Search(Writing writing, Automaton automaton) {
    this.writing = writing;
    this.automaton = automaton;
    starts = new long[automaton.longest() + 2];
  }

  /** Reads the next piece, whose first character has that place. */
  void read(String text, long place) {
    for (int i = 0; i < text.length(); i++) {
      writing.read(text.charAt(i), place + i, this);
    }
  }

  @Override
  public void read(char c, long start, long end) {
    follow(c, start, end);
    starts[slot(count)] = start;
    count++;
    state = automaton.after(state, c);
    Form form = automaton.found(state);
    if (form != null) {
      long first = count - form.text().length() - (form.before() ? 1 : 0);
      ranges.add(starts[slot(Math.max(0, first))], end);
      digitMayFollow = form.after();
      paddingMayFollow = form.after();
    }
  }

  /** What belongs to the form in base64 that was found just before. */
  private void follow(char c, long start, long end) {
    boolean digit = Character.isLetterOrDigit(c) || "+/-_".indexOf(c) >= 0;
    if (digitMayFollow && digit || paddingMayFollow && c == '=') {
      ranges.add(start, end);
      digitMayFollow = false;
    } else {
      digitMayFollow = false;
      paddingMayFollow = false;
    }
  }

  /** What was found so far. */
  Ranges ranges() {
    return ranges;
  }

  /**
   * Where the last characters begin that are the beginning of a form, so that what follows decides.
   *
   * @param shortest how many there must be
   * @return {@link Long#MAX_VALUE} if there are not
   */
  long pending(int shortest) {
    int depth = automaton.depth(state);
    return depth < shortest ? Long.MAX_VALUE : starts[slot(count - depth)];
  }

  private int slot(long index) {
    return (int) (index % starts.length);
  }
}
