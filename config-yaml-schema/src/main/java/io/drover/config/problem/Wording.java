package io.drover.config.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Words that all messages share. */
public final class Wording {
  private static final int LONGEST_QUOTE = 60;
  private static final int LONGEST_LIST = 8;

  private Wording() {}

  /** A text of the file for a message: short, on one line, without anything secret. */
  public static String quote(String text) {
    if (Secrets.looksSecret(text)) {
      return "the value";
    }
    StringBuilder quoted = new StringBuilder("`");
    text.codePoints()
        .limit(LONGEST_QUOTE)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .forEach(quoted::appendCodePoint);
    if (text.codePointCount(0, text.length()) > LONGEST_QUOTE) {
      quoted.append('…');
    }
    return quoted.append('`').toString();
  }

  /** What may have been meant: the nearest of the known names, or all of them when they are few. */
  public static String suggestion(String written, Collection<String> known) {
    Optional<String> nearest = nearest(written, known);
    if (nearest.isPresent()) {
      return "did you mean " + quote(nearest.get()) + "?";
    }
    if (known.isEmpty()) {
      return "";
    }
    List<String> first = known.stream().limit(LONGEST_LIST).map(Wording::quote).toList();
    String more = known.size() > LONGEST_LIST ? ", …" : "";
    return "there is " + String.join(", ", first) + more;
  }

  /** The name that the written one is most likely a misspelling of. */
  public static Optional<String> nearest(String written, Collection<String> known) {
    String wanted = plain(written);
    if (wanted.length() > 100) {
      return Optional.empty();
    }
    int best = Math.max(1, wanted.length() / 3) + 1;
    List<String> found = new ArrayList<>();
    for (String name : known) {
      int distance = distance(wanted, plain(name), best);
      if (distance < best) {
        best = distance;
        found.clear();
        found.add(name);
      }
    }
    return found.stream().findFirst();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** Edits from one to the other (a swap of neighbours is one); {@code limit} when not below. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 ? j : j == 0 ? i : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int cost = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(cost, d[i - 2][j - 2] + 1) : cost;
  }
}
