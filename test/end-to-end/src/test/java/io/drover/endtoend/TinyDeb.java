package io.drover.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian packages of one small file. */
final class TinyDeb {
  private TinyDeb() {}

  /**
   * Makes one.
   *
   * @param target the {@code .deb}, replaced where it is there
   * @param text what {@code /usr/share/NAME} says
   */
  static Path write(Path target, String name, String version, String text) {
    try {
      Path tree = Files.createTempDirectory(target.getParent(), "tree");
      Files.writeString(
          Files.createDirectories(tree.resolve("DEBIAN")).resolve("control"),
          """
          Package: %s
          Version: %s
          Architecture: all
          Maintainer: Tiny <tiny@example.com>
          Description: %s
          """
              .formatted(name, version, text));
      Path share = Files.createDirectories(tree.resolve("usr/share"));
      Files.writeString(share.resolve(name), text + "\n");
      Shell.run("dpkg-deb", "--root-owner-group", "--build", tree.toString(), target.toString());
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
