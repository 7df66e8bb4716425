package io.drover.engine.image;

/**
 * One image, to the byte.
 *
 * @param repository registry and path, for example {@code 127.0.0.1:5000/shop/catalog}
 * @param digest {@code sha256:} and 64 hex digits
 */
public record ImageReference(String repository, String digest) {

  /**
   * Reads {@code repository@digest}.
   *
   * @throws IllegalArgumentException if there is no digest
   */
  public static ImageReference parse(String text) {
    int at = text.indexOf("@sha256:");
    if (at < 1) {
      throw new IllegalArgumentException("not an image reference with a digest: " + text);
    }
    return new ImageReference(text.substring(0, at), text.substring(at + 1));
  }

  /** {@code repository@digest}, as registries and Kubernetes take it. */
  @Override
  public String toString() {
    return repository + "@" + digest;
  }
}
