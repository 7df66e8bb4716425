package io.drover.seedjobs.item;

/**
 * Text as a single-quoted string of Groovy's, in which nothing is replaced at run time.
 *
 * <p>Groovy reads {@code \}{@code uXXXX} before it knows strings from code, so ends of lines and
 * quotes are escaped by their own names, and all that is not plain ASCII by its code. U+FFFF, which
 * is no character, ends its source whatever is written: it becomes U+FFFD.
 */
final class GroovyString {
  private GroovyString() {}

  /** The literal, with its quotes. */
  static String of(String text) {
    StringBuilder literal = new StringBuilder("'");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\'' -> literal.append("\\'");
        case '\\' -> literal.append("\\\\");
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        case '\uffff' -> literal.append("\\ufffd");
        default -> {
          if (c >= ' ' && c <= '~') {
            literal.append(c);
          } else {
            literal.append("\\u%04x".formatted((int) c));
          }
        }
      }
    }
    return literal.append('\'').toString();
  }
}
