package io.drover.engine.secret;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Secrets of a project on this machine: files {@code <scope>/<secret>/<key>}, laid out as
 * Kubernetes mounts secrets. What is read from them is masked from then on.
 *
 * @param folder the folder of the scopes
 * @param masking hides what is read
 */
public record SecretFiles(Path folder, Masking masking) {
  /** The scope of builds and of what is needed to get sources. */
  public static final String BUILDS = "builds";

  /** The file of a key; it need not be there. */
  public Path file(String scope, String secret, String key) {
    Path root = folder.resolve(scope);
    Path file = root.resolve(secret).resolve(key).normalize();
    if (!file.startsWith(root) || !file.getParent().getParent().equals(root)) {
      throw new WorkFailedException("%s/%s is not the name of a secret".formatted(secret, key));
    }
    return file;
  }

  /**
   * The value of a key, without the line end that editors put at the end of a file.
   *
   * @return empty if there is no such file
   * @throws WorkFailedException if the file cannot be read, or is no text
   */
  public Optional<String> read(String scope, String secret, String key) {
    Path file = file(scope, secret, key);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String value = text(file);
    masking.hide(value);
    return Optional.of(value);
  }

  /** As {@link #read} for what is no secret among them, such as keys of hosts. */
  public Optional<String> readPublic(String scope, String secret, String key) {
    Path file = file(scope, secret, key);
    return Files.exists(file) ? Optional.of(text(file)) : Optional.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).replaceFirst("\r?\n\\z", "");
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }
}
