package io.drover.config.problem;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Tells problems apart from run to run. Lines are left out, so that a problem stays the same one
 * when something is added above it; of several that read the same each has its number.
 */
final class Fingerprints {
  private final Map<String, Integer> seen = new HashMap<>();

  /** 64 hex digits, another one for each problem of one report. */
  String of(Problem problem) {
    String text = String.join("\n", problem.file(), problem.code(), problem.message());
    int number = seen.merge(text, 1, Integer::sum);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest((text + "\n" + number).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
