package io.drover.aptly.client;

/**
 * Something that aptly, or a package given to it, did not allow. The message is for the user: what
 * is wrong, where, and what to do; it never contains a password.
 *
 * <p>{@link RefusedException}: aptly said no, in its own words. {@link NoAnswerException}: nothing
 * came back. {@link UnsupportedException}: the server is too old; nothing was asked of it.
 */
public class AptlyException extends RuntimeException {

  /**
   * Creates one that no answer of the server belongs to.
   *
   * @param message what is wrong, where, and what to do
   */
  public AptlyException(String message) {
    super(message);
  }

  /** As {@link #AptlyException(String)}, with what led to it. */
  public AptlyException(String message, Throwable cause) {
    super(message, cause);
  }

  /** HTTP status of the answer, 0 when there was no answer or the fault is not the server's. */
  public int status() {
    return 0;
  }
}
