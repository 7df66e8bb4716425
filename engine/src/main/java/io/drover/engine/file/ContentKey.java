package io.drover.engine.file;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/**
 * A hash over everything that decides what something will be. Two things with the same key are the
 * same thing, so the second is never made.
 */
public final class ContentKey {
  private final MessageDigest digest;

  private ContentKey(MessageDigest digest) {
    this.digest = digest;
  }

  /**
   * Starts a key.
   *
   * @param recipe name and version of the way the thing is made
   */
  public static ContentKey of(String recipe) {
    try {
      return new ContentKey(MessageDigest.getInstance("SHA-256")).with(recipe);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Adds a text. Its length goes in as well, so that two texts never look like two others. */
  public ContentKey with(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
    return this;
  }

  /** Adds texts, in their order. */
  public ContentKey with(Collection<String> texts) {
    with(texts.size() + " texts");
    texts.forEach(this::with);
    return this;
  }

  /** The key, 32 hex digits; nothing can be added afterwards. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
  }
}
