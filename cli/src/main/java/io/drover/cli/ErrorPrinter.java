package io.drover.cli;

import io.drover.aptly.client.AptlyException;
import io.drover.engine.WorkFailedException;
import java.io.PrintWriter;

/** Shows errors: their message alone, unless the whole story was asked for. */
final class ErrorPrinter {
  private ErrorPrinter() {}

  /**
   * Prints an error.
   *
   * @return the exit status that it means
   */
  static int print(Exception error, boolean debug, PrintWriter err) {
    boolean expected = error instanceof WorkFailedException || error instanceof AptlyException;
    if (error instanceof InterruptedException) {
      err.println("drover: interrupted");
    } else if (expected) {
      err.println("drover: " + error.getMessage());
    } else {
      err.println(
          "drover: an error of Drover's own: %s. Please report it%s"
              .formatted(error, debug ? "" : "; --debug shows where it comes from"));
    }
    if (debug) {
      error.printStackTrace(err);
    }
    return error instanceof InterruptedException ? Interruption.STATUS : 1;
  }
}
