package io.drover.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What fails on a full disk often does not say so: a registry, for example, answers with status 500
 * and nothing else.
 */
final class DiskSpace {
  /** Less than this, and the layer of an image may not find room. */
  private static final long LITTLE = 100L << 20;

  private DiskSpace() {}

  /** A line about the disk of that folder if there is little space left on it. */
  static Optional<String> warning(Path folder) {
    try {
      long left = Files.getFileStore(folder).getUsableSpace();
      return left < LITTLE
          ? Optional.of(
              "perhaps because of the disk: only %d MiB are left for %s. Make room there and run again"
                  .formatted(left >> 20, folder))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
