package io.drover.config.check;

import io.drover.config.problem.Problem;

/**
 * Something that is written as only old files do. It is read, and most of it without a warning.
 *
 * @param file name of the file
 * @param line 1-based
 * @param column 1-based, in code points
 * @param written what is written
 * @param now what to write in its place
 */
public record LegacySpelling(String file, int line, int column, String written, String now) {
  /** The old spelling that a problem is about. */
  static LegacySpelling of(Problem problem) {
    return new LegacySpelling(
        problem.file(), problem.line(), problem.column(), problem.message(), problem.hint());
  }

  /** {@code file:line:column}. */
  public String place() {
    return file + ":" + line + ":" + column;
  }
}
