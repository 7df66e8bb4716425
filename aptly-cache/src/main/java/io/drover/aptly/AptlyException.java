package io.drover.aptly;

/** Something that aptly, or a package given to it, did not allow. The message is for the user. */
public final class AptlyException extends RuntimeException {

  private final int status;

  /**
   * Creates one that no answer of the server belongs to.
   *
   * @param message what is wrong, where, and what to do
   */
  public AptlyException(String message) {
    this(message, 0);
  }

  AptlyException(String message, int status) {
    super(message);
    this.status = status;
  }

  AptlyException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
  }

  /** HTTP status of the answer, 0 when there was no answer or the fault is not the server's. */
  public int status() {
    return status;
  }
}
