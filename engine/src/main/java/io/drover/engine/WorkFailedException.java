package io.drover.engine;

/**
 * Work that could not be done for a reason that a user can understand and act on. The message says
 * what went wrong, where, and what to do; it is shown as it is, without a stack trace.
 */
public class WorkFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates a failure.
   *
   * @param message what went wrong, where, and what to do; holds no secrets
   */
  public WorkFailedException(String message) {
    super(message);
  }

  /**
   * Creates a failure with the exception that it comes from, which is shown with {@code --debug}.
   *
   * @param message what went wrong, where, and what to do; holds no secrets
   * @param cause where it comes from
   */
  public WorkFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
