package io.drover.engine.version;

import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Secrets of builds in a folder of a test. */
record TestSecrets(Path folder) {
  /** None at all. */
  static final SecretFiles NONE =
      new SecretFiles(Path.of("/nonexistent/drover-secrets"), new Masking());

  SecretFiles files() {
    return new SecretFiles(folder, new Masking());
  }

  Path file(String id, String key) {
    return folder.resolve("builds").resolve(id).resolve(key);
  }

  TestSecrets write(String id, String key, String value) {
    try {
      Files.createDirectories(file(id, key).getParent());
      Files.writeString(file(id, key), value);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
