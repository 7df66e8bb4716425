package io.drover.aptly.client;

/** The server is older than what was asked of it. Nothing was changed. */
public final class UnsupportedException extends AptlyException {

  private final Feature feature;

  UnsupportedException(String message, Feature feature) {
    super(message);
    this.feature = feature;
  }

  /** What the server lacks. */
  public Feature feature() {
    return feature;
  }
}
