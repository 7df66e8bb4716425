package io.drover.aptly.client;

/** No answer came, or none within the time limit, or the caller was interrupted while waiting. */
public final class NoAnswerException extends AptlyException {

  private final boolean sent;

  NoAnswerException(String message, boolean sent, Throwable cause) {
    super(message, cause);
    this.sent = sent;
  }

  /**
   * Whether aptly may have done, or may still do, what it was asked. False when no connection came
   * about: then the call may be repeated whatever it is.
   */
  public boolean mayHaveHappened() {
    return sent;
  }
}
