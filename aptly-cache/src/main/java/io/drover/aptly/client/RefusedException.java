package io.drover.aptly.client;

/** aptly, or a proxy before it, answered with an error. */
public class RefusedException extends AptlyException {

  private final int status;
  private final String words;

  RefusedException(String message, int status, String words) {
    super(message);
    this.status = status;
    this.words = words;
  }

  @Override
  public int status() {
    return status;
  }

  /** What aptly said, unchanged; empty when it said nothing. */
  public String words() {
    return words;
  }
}
