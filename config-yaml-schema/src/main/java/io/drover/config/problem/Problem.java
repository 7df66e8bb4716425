package io.drover.config.problem;

import java.util.Comparator;

/**
 * One thing that is wrong with the three files.
 *
 * @param file name of the file as the user gave it, relative to the configuration folder
 * @param line 1-based line, 1 where the whole file is meant
 * @param column 1-based column in characters (code points), 1 where the whole line is meant
 * @param severity error or warning
 * @param code stable identifier of the rule in kebab case, for example {@code unknown-key}
 * @param message what is wrong; never holds the value of a field that may be a secret
 * @param hint what to do about it; empty when there is nothing useful to say
 */
public record Problem(
    String file,
    int line,
    int column,
    Severity severity,
    String code,
    String message,
    String hint) {

  /** By place in a file; files keep the order in which they were read. */
  public static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  /** {@code file:line:column}, the form that terminals and editors make a link of. */
  public String place() {
    return file + ":" + line + ":" + column;
  }

  /** The message and, where there is one, the hint. */
  public String messageWithHint() {
    return hint.isEmpty() ? message : message + "; " + hint;
  }

  /** The same with a weight of its own. */
  public Problem as(Severity weight) {
    return new Problem(file, line, column, weight, code, message, hint);
  }

  /**
   * The same, seen from somewhere else.
   *
   * @param name the file's name from there
   */
  public Problem in(String name) {
    return new Problem(name, line, column, severity, code, message, hint);
  }
}
