package io.drover.engine.deploy.podman;

import io.drover.engine.WorkFailedException;
import io.drover.engine.secret.Masking;
import io.fabric8.kubernetes.api.model.KeyToPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The secrets and config maps of an environment on this machine: files at {@code
 * <state>/secrets/<environment>/<name>/<key>} that a person writes.
 */
final class LocalSecrets {
  private final Path directory;

  /** Values that were handed out, not to be seen in what containers wrote. */
  private final Masking masking = new Masking();

  LocalSecrets(Path state, String environment) {
    this.directory = state.resolve("secrets").resolve(environment);
  }

  /**
   * The value of a key, without the line end that editors put at the end of a file.
   *
   * @return empty if the key is not there and may be missing
   * @throws WorkFailedException if it is not there, with the file to write
   */
  Optional<String> value(String secret, String key, boolean optional) {
    Path file = inside(directory, secret + "/" + key);
    if (!Files.isRegularFile(file)) {
      if (optional) {
        return Optional.empty();
      }
      throw new WorkFailedException(
          "secret %s has no key %s on this machine: write its value, and nothing else, into %s"
              .formatted(secret, key, file));
    }
    try {
      String value = Files.readString(file).replaceFirst("\r?\n\\z", "");
      masking.hide(value);
      return Optional.of(value);
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Copies keys into a folder that is then mounted.
   *
   * @param kind "secret" or "config map"
   * @param items which keys, and their file names; empty: all
   * @param defaultMode permission bits of files that name none
   */
  void project(String kind, String name, List<KeyToPath> items, int defaultMode, Path target) {
    Path source = inside(directory, name);
    if (!Files.isDirectory(source)) {
      throw new WorkFailedException(
          "%s %s is not on this machine: write one file for each of its keys into %s"
              .formatted(kind, name, source));
    }
    try {
      Files.createDirectories(target);
      if (items.isEmpty()) {
        for (String key : keys(source)) {
          copy(source.resolve(key), target.resolve(key), defaultMode);
        }
      }
      for (KeyToPath item : items) {
        Path file = inside(source, item.getKey());
        if (!Files.isRegularFile(file)) {
          throw new WorkFailedException(
              "%s %s has no key %s on this machine: write it into %s"
                  .formatted(kind, name, item.getKey(), file));
        }
        int mode = item.getMode() == null ? defaultMode : item.getMode();
        copy(file, inside(target, item.getPath()), mode);
      }
    } catch (IOException e) {
      throw new WorkFailedException("could not write %s: %s".formatted(target, e.getMessage()), e);
    }
  }

  /** The text with all values that were handed out made unreadable. */
  String mask(String text) {
    return masking.mask(text);
  }

  private static List<String> keys(Path source) throws IOException {
    try (Stream<Path> files = Files.list(source)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to, int mode) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(letters(mode)));
  }

  private static String letters(int mode) {
    StringBuilder letters = new StringBuilder();
    for (int bit = 8; bit >= 0; bit--) {
      letters.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    return letters.toString();
  }

  private static Path inside(Path folder, String name) {
    Path path = folder.resolve(name).normalize();
    if (!path.startsWith(folder) || path.equals(folder)) {
      throw new WorkFailedException("not a name inside a folder: " + name);
    }
    return path;
  }
}
