package io.drover.engine.release;

import io.drover.config.problem.Secrets;

/** Words that are kept for long: one line, not too long, without what looks like a secret. */
final class SafeLine {
  private static final int LONGEST = 300;

  private SafeLine() {}

  /** The first line of a text that is not blank. */
  static String of(String text) {
    String first = text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    String safe = Secrets.looksSecret(first) ? "*** (it holds what looks like a secret)" : first;
    return safe.length() > LONGEST ? safe.substring(0, LONGEST - 1) + "…" : safe;
  }
}
