package io.drover.engine.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests as registries write them: {@code sha256:} and 64 hex digits. */
public final class Digests {
  private Digests() {}

  /** The digest of bytes. */
  public static String of(byte[] bytes) {
    return text(sha256().digest(bytes));
  }

  /** The digest of a file. */
  public static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return text(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String text(byte[] hash) {
    return "sha256:" + HexFormat.of().formatHex(hash);
  }
}
