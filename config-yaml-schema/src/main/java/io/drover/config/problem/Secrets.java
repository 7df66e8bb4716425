package io.drover.config.problem;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows credentials by their looks, so that they are warned of and never printed. */
public final class Secrets {
  private static final Pattern IN_URL = Pattern.compile("://[^\\s/@:]{0,256}:[^\\s/@]{1,1024}@");
  private static final Pattern TOKEN =
      Pattern.compile(
          "AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30}|github_pat_[A-Za-z0-9_]{30}"
              + "|glpat-[A-Za-z0-9_-]{20}|xox[abpors]-[A-Za-z0-9-]{10}|sk-[A-Za-z0-9_-]{32}"
              + "|npm_[A-Za-z0-9]{30}|eyJ[A-Za-z0-9_-]{10,200}\\.eyJ"
              + "|hooks\\.slack\\.com/services/[A-Za-z0-9]|-----BEGIN [A-Z ]{0,40}PRIVATE KEY");

  /** What every token holds; looked for first, because most texts hold none of it. */
  private static final String[] SIGNS = {
    "AKIA", "gh", "glpat-", "xox", "sk-", "npm_", "eyJ", "hooks.slack", "-----BEGIN "
  };

  /** Keeps the expressions quick on texts of megabytes. */
  private static final int MOST_LOOKED_AT = 64 * 1024;

  private static final int SHORTEST_TOKEN = 15;

  private static final Pattern NAME =
      Pattern.compile(
          "(^|[_.-])(password|passwd|passphrase|pwd|secret|token|api_?key|access_?key"
              + "|private_?key|credentials?)$");
  private static final Pattern REFERENCE = Pattern.compile("|\\$.*|/.*|<.*>|true|false|[0-9]");

  /** Ends of the keys that may hold a secret. */
  private static final String KEY =
      "(?:value|password|passwd|passphrase|pwd|secret|token|key"
          + "|credentials?|slack|webhook|email|repo|values_content)";

  private static final Pattern KEY_OF_SECRET = Pattern.compile("(?i).*" + KEY, Pattern.DOTALL);

  /** What stands after a key that may hold a secret, up to the end of the line. */
  private static final Pattern VALUE_IN_LINE =
      Pattern.compile("(?i)([A-Za-z0-9_.-]*" + KEY + "[\"']?\\s*:\\s*)(\\S.*)?");

  private static final int LONGEST_SHOWN = 1000;
  private static final int MOST_LINES = 1000;

  private Secrets() {}

  /** Whether a text holds something that can only be a credential. */
  public static boolean looksSecret(String whole) {
    String text = whole.length() > MOST_LOOKED_AT ? whole.substring(0, MOST_LOOKED_AT) : whole;
    boolean inUrl = text.contains("://") && IN_URL.matcher(text).find();
    return inUrl || (text.length() >= SHORTEST_TOKEN && looksLikeToken(text));
  }

  private static boolean looksLikeToken(String text) {
    for (String sign : SIGNS) {
      if (text.contains(sign)) {
        return TOKEN.matcher(text).find();
      }
    }
    return false;
  }

  /** Whether a variable of that name and value is a credential in the clear. */
  public static boolean looksSecret(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean named = lower.length() <= 256 && NAME.matcher(lower).find();
    return (named && !REFERENCE.matcher(value).matches()) || looksSecret(value);
  }

  /**
   * Whether the value of a key is never shown, in a message as little as in a source line: an alias
   * may bring a secret to a place that is not meant for one.
   */
  public static boolean hidesValueOf(String key) {
    return KEY_OF_SECRET.matcher(key).matches();
  }

  /**
   * A line of a file with everything hidden in it that may be a secret.
   *
   * @param lines all lines of the file
   * @param index 0-based
   */
  static String redact(List<String> lines, int index) {
    String line = lines.get(index);
    if (line.length() > LONGEST_SHOWN) {
      return "…";
    }
    if (goesOnWithASecret(lines, index)) {
      return hidden(line);
    }
    Matcher keyed = VALUE_IN_LINE.matcher(line);
    boolean hides = keyed.find() && keyed.group(2) != null;
    String safe = hides ? line.substring(0, keyed.end(1)) + "***" : line;
    return looksSecret(safe) ? hidden(safe) : safe;
  }

  private static String hidden(String line) {
    return line.replaceAll("\\S", "*");
  }

  /** Whether a line above, and less indented, has a key that may hold a secret. */
  private static boolean goesOnWithASecret(List<String> lines, int index) {
    int indent = indent(lines.get(index));
    for (int i = index - 1; i >= Math.max(0, index - MOST_LINES) && indent > 0; i--) {
      String above = lines.get(i);
      int indentAbove = indent(above);
      if (indentAbove < indent && !above.isBlank()) {
        if (above.length() > LONGEST_SHOWN || VALUE_IN_LINE.matcher(above).find()) {
          return true;
        }
        indent = indentAbove;
      }
    }
    return false;
  }

  /** How far the first key or text of a line stands from its beginning. */
  private static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && (line.charAt(indent) == ' ' || isDash(line, indent))) {
      indent++;
    }
    return indent;
  }

  private static boolean isDash(String line, int at) {
    return line.startsWith("- ", at);
  }
}
