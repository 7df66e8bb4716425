package io.drover.engine.deploy.cluster.rollout;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the cluster says, made readable. */
final class Words {
  private static final int LONGEST_LINE = 500;

  /** What the cluster says is unwrapped before it is cut. */
  private static final int LONGEST_TEXT = 4000;

  private static final int LONGEST_REASON = 1000;
  private static final Pattern BREAKS = Pattern.compile("\\s+");
  private static final Pattern CONTROL =
      Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]|[\\p{Cc}\\p{Cf}&&[^\t]]");

  private Words() {}

  /** In one line, without control characters, and not endless. */
  static String line(String text) {
    if (text == null) {
      return "";
    }
    String plain = CONTROL.matcher(spaced(text)).replaceAll("");
    return cut(BREAKS.matcher(plain).replaceAll(" ").strip(), LONGEST_TEXT);
  }

  /** A line of a log: as it is, but for control characters and its length. */
  static String logLine(String text) {
    return cut(CONTROL.matcher(text).replaceAll("").stripTrailing(), LONGEST_LINE);
  }

  private static String spaced(String text) {
    return text.replace('\n', ' ').replace('\r', ' ');
  }

  /** What is said in the end. */
  static String reason(String text) {
    return cut(text, LONGEST_REASON);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }

  /** A sentence that another one may follow. */
  static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }

  /** Whether the text holds one of the words, in any case. */
  static boolean says(String text, String... words) {
    String lower = text.toLowerCase(Locale.ROOT);
    return List.of(words).stream().anyMatch(lower::contains);
  }

  /** With an s unless it is one. */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
