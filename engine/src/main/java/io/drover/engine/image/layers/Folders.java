package io.drover.engine.image.layers;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where is kept what the next image can use again; nobody misses it when it is deleted.
 *
 * @param root the folder
 */
record Folders(Path root) {
  private static final Duration KEPT = Duration.ofDays(30);

  /** Start of the name of what is not whole yet; the name ends in its process's id. */
  private static final String HALF = "half-";

  /** What is known of runtimes. */
  Path bases() {
    return Trees.make(root.resolve("runtimes"));
  }

  /** apt's lists, per runtime. */
  Path apt() {
    return Trees.make(root.resolve("apt"));
  }

  /** Layers of packages. */
  Path layers() {
    return Trees.make(root.resolve("packages"));
  }

  /** A path for something that will get its name when it is whole. */
  Path half(Path folder) {
    return folder.resolve(HALF + UUID.randomUUID() + "." + ProcessHandle.current().pid());
  }

  /** Notes that something is used, so that it stays. */
  void use(Path path) {
    try {
      Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Somebody else's, then; it is made anew when it is gone.
    }
  }

  /** Deletes what a killed process left, and what was not used for a month. */
  void clean() {
    Instant old = Instant.now().minus(KEPT);
    for (Path folder : List.of(bases(), apt(), layers())) {
      try (Stream<Path> all = Files.list(folder)) {
        for (Path path : all.toList()) {
          if (isLeftover(path.getFileName().toString())
              || Files.getLastModifiedTime(path).toInstant().isBefore(old)) {
            Trees.delete(path);
          }
        }
      } catch (IOException e) {
        throw new WorkFailedException(
            "could not tidy up %s: %s".formatted(folder, Trees.why(e)), e);
      }
    }
  }

  private static boolean isLeftover(String name) {
    if (!name.startsWith(HALF)) {
      return false;
    }
    String pid = name.substring(name.lastIndexOf('.') + 1);
    return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }
}
