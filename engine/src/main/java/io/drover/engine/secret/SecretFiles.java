package io.drover.engine.secret;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Secrets of a project on this machine: files {@code <scope>/<secret>/<key>}, laid out as
 * Kubernetes mounts secrets. Where a key of the builds has no file it may be given by a variable,
 * see {@link #variable}. What is read is masked from then on.
 *
 * @param folder the folder of the scopes
 * @param masking hides what is read
 * @param given variables that may hold keys of the builds
 */
public record SecretFiles(Path folder, Masking masking, Map<String, String> given) {
  /** The scope of builds and of what is needed to get sources. */
  public static final String BUILDS = "builds";

  public SecretFiles {
    given = Map.copyOf(given);
  }

  /** Files alone. */
  public SecretFiles(Path folder, Masking masking) {
    this(folder, masking, Map.of());
  }

  /**
   * The variable that holds a key of the builds where no file does, for CI systems that keep
   * secrets themselves: {@code DROVER_CREDENTIALS_GIT_EXAMPLE_PASSWORD}. With {@code _FILE} after
   * its name it names a file that holds the value.
   */
  public static String variable(String secret, String key) {
    return ("DROVER_CREDENTIALS_" + secret + "_" + key)
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9]", "_");
  }

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
   * @return empty if there is neither such a file nor such a variable
   * @throws WorkFailedException if the file cannot be read, or is no text
   */
  public Optional<String> read(String scope, String secret, String key) {
    Optional<String> value = readPublic(scope, secret, key);
    value.ifPresent(masking::hide);
    return value;
  }

  /** As {@link #read} for what is no secret among them, such as keys of hosts. */
  public Optional<String> readPublic(String scope, String secret, String key) {
    Path file = file(scope, secret, key);
    return Files.exists(file) ? Optional.of(text(file)) : given(scope, secret, key);
  }

  private Optional<String> given(String scope, String secret, String key) {
    return scope.equals(BUILDS) ? Variables.read(given, variable(secret, key)) : Optional.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).replaceFirst("\r?\n\\z", "");
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, Trees.why(e)), e);
    }
  }
}
