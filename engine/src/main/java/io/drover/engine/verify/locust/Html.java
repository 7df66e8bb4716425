package io.drover.engine.verify.locust;

/** Text in HTML. */
final class Html {
  private Html() {}

  /** A text that stands in a page as it is, in an attribute, too. */
  static String text(String text) {
    StringBuilder html = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.appendCodePoint(allowed(c) ? c : 0xFFFD);
              }
            });
    return html.toString();
  }

  /** No page may have control characters or halves of a character. */
  private static boolean allowed(int c) {
    return c == '\n' || c == '\t' || c >= 0x20 && c != 0x7F && !(c >= 0xD800 && c <= 0xDFFF);
  }
}
