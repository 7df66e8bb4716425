package io.drover.engine.verify.locust;

/**
 * Something that went wrong, once or often.
 *
 * @param what the request that failed; empty for an error of the locustfile
 * @param message what was wrong
 * @param details a stack trace; may be empty
 * @param times how often
 */
record Mishap(String what, String message, String details, long times) {
  static Mishap failure(CsvRows.Row row) {
    String what = (row.text("Method") + " " + row.text("Name")).strip();
    return new Mishap(what, unquoted(row.text("Error")), "", row.count("Occurrences"));
  }

  static Mishap exception(CsvRows.Row row) {
    return new Mishap("", row.text("Message"), row.text("Traceback"), row.count("Count"));
  }

  /** Locust writes errors as Python writes texts in programs. */
  private static String unquoted(String error) {
    boolean quoted = error.length() > 1 && error.startsWith("\"") && error.endsWith("\"");
    return quoted ? error.substring(1, error.length() - 1) : error;
  }
}
