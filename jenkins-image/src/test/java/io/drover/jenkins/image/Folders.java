package io.drover.jenkins.image;

import io.drover.engine.file.Trees;
import java.nio.file.Path;

/** Copies of the project's folders. */
final class Folders {
  private Folders() {}

  /** Copies all files below a folder, not the links. */
  static void copy(Path from, Path to) {
    Trees.glob(from, "**").forEach(file -> Trees.copy(file, to.resolve(from.relativize(file))));
  }
}
