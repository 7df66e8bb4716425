package io.drover.engine.version;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that somebody may have meant. */
public final class Nearest {
  private static final int SHOWN = 5;

  private Nearest() {}

  /** {@code "; there are: a, b"} with the names most like the wanted one first, 5 at most. */
  static String hint(String wanted, Collection<String> names) {
    if (names.isEmpty()) {
      return "; there are none";
    }
    List<String> sorted = sorted(wanted, names);
    String shown = String.join(", ", sorted.subList(0, Math.min(SHOWN, sorted.size())));
    int more = sorted.size() - SHOWN;
    return "; there are: " + shown + (more > 0 ? " and %d more".formatted(more) : "");
  }

  /**
   * The names most like the wanted one of very many, 5 at most. They begin with the same letter,
   * and differ in a third of the letters at most.
   */
  public static List<String> of(String wanted, Collection<String> names) {
    List<String> alike =
        names.stream()
            .filter(name -> name.regionMatches(0, wanted, 0, 1))
            .filter(name -> Math.abs(name.length() - wanted.length()) <= wanted.length() / 3)
            .filter(name -> distance(wanted, name) <= Math.max(1, wanted.length() / 3))
            .toList();
    return sorted(wanted, alike).stream().limit(SHOWN).toList();
  }

  private static List<String> sorted(String wanted, Collection<String> names) {
    return names.stream()
        .sorted(
            Comparator.<String>comparingInt(name -> distance(wanted, name))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /** How many characters must be changed to get from one name to the other (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
