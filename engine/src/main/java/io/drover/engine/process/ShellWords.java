package io.drover.engine.process;

import java.util.List;
import java.util.stream.Collectors;

/** Words as a shell line. */
public final class ShellWords {
  private ShellWords() {}

  /** A line of which a POSIX shell makes these words; one word is a line already. */
  public static String line(List<String> words) {
    return words.size() == 1 ? words.get(0) : join(words);
  }

  /** A line of which a POSIX shell makes exactly these words. */
  public static String join(List<String> words) {
    return words.stream()
        .map(word -> word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : quoted(word))
        .collect(Collectors.joining(" "));
  }

  /** One word of a POSIX shell, whatever is in it. */
  public static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
