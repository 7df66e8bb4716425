package io.drover.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Words as a shell line. */
final class ShellWords {
  private ShellWords() {}

  /** A line of which a POSIX shell makes these words; one word is a line already. */
  static String join(List<String> words) {
    return words.size() == 1
        ? words.get(0)
        : words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
