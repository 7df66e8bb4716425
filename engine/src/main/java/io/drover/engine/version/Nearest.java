package io.drover.engine.version;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that somebody may have meant. */
final class Nearest {
  private static final int SHOWN = 5;

  private Nearest() {}

  /** {@code "; there are: a, b"} with the names most like the wanted one first, 5 at most. */
  static String hint(String wanted, Collection<String> names) {
    if (names.isEmpty()) {
      return "; there are none";
    }
    List<String> sorted =
        names.stream()
            .sorted(
                Comparator.<String>comparingInt(name -> distance(wanted, name))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    String shown = String.join(", ", sorted.subList(0, Math.min(SHOWN, sorted.size())));
    int more = sorted.size() - SHOWN;
    return "; there are: " + shown + (more > 0 ? " and %d more".formatted(more) : "");
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
