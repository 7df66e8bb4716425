package io.drover.cli.init;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies directly in a folder, sorted. */
final class Folders {
  private Folders() {}

  /** Its folders; none where it is not there. */
  static List<Path> in(Path folder) {
    return list(folder).stream().filter(Files::isDirectory).toList();
  }

  /** The names of its regular files; none where it is not there. */
  static List<String> files(Path folder) {
    return list(folder).stream()
        .filter(Files::isRegularFile)
        .map(file -> file.getFileName().toString())
        .toList();
  }

  /** All names in it; none where it is not there. */
  static List<String> names(Path folder) {
    return list(folder).stream().map(file -> file.getFileName().toString()).toList();
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> content = Files.list(folder)) {
      return content.sorted().toList();
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(folder, Trees.why(e)), e);
    }
  }
}
