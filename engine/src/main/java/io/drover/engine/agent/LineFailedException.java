package io.drover.engine.agent;

import io.drover.engine.WorkFailedException;

/** A shell line of a job that did not succeed. */
public final class LineFailedException extends WorkFailedException {
  private static final long serialVersionUID = 1;

  private final String line;
  private final int status;

  /**
   * A failure.
   *
   * @param message which line it was, and how it ended
   * @param line the shell line
   * @param status its exit status
   */
  LineFailedException(String message, String line, int status) {
    super(message);
    this.line = line;
    this.status = status;
  }

  /** The shell line, as it stands in the file. */
  public String line() {
    return line;
  }

  /** Its exit status. */
  public int status() {
    return status;
  }
}
