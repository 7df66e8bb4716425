package io.drover.engine.image.layers;

import io.drover.engine.packages.SigningKey;
import java.nio.file.Path;

/** Keys that sign nothing. */
final class Keys {
  private Keys() {}

  /** A key that nobody has the secret half of. */
  static String another(Path home) throws InterruptedException {
    String key = SigningKey.ensure(home, "another").publicKey();
    SigningKey.endAgent(home);
    return key;
  }
}
