package io.drover.jenkins.image;

import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies of the project's folders. */
final class Folders {
  private Folders() {}

  /** Copies all files below a folder, not the links. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> Trees.copy(file, to.resolve(from.relativize(file))));
    }
  }
}
