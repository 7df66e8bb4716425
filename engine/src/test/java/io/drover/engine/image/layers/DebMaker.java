package io.drover.engine.image.layers;

import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes small Debian packages with dpkg-deb. */
final class DebMaker {
  private final Path folder;
  private final String name;
  private final String version;
  private String shell = "";

  DebMaker(Path work, String name, String version) {
    this.name = name;
    this.version = version;
    this.folder = Trees.fresh(work.resolve(name + "_" + version));
    file("DEBIAN/control", control(""));
  }

  private String control(String more) {
    return """
        Package: %s
        Version: %s
        Architecture: all
        Maintainer: Nobody <nobody@example.org>
        %sDescription: a package of a test
         with two lines
        """
        .formatted(name, version, more);
  }

  DebMaker depends(String on) {
    return file("DEBIAN/control", control("Depends: " + on + "\n"));
  }

  DebMaker field(String line) {
    return file("DEBIAN/control", control(line + "\n"));
  }

  DebMaker file(String path, String text) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  DebMaker script(String name, String text) {
    file("DEBIAN/" + name, text);
    try {
      Files.setPosixFilePermissions(
          folder.resolve("DEBIAN/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line to run in the package's folder before it is packed. */
  DebMaker shell(String line) {
    shell += line + "\n";
    return this;
  }

  Path make() throws InterruptedException {
    Path deb = folder.resolveSibling(folder.getFileName() + ".deb");
    // As somebody else nothing could belong to anyone but root.
    String line = "set -e; chown -R 0:0 .; " + shell + "dpkg-deb -Zgzip --build . " + deb;
    Command.of("sh", "-c", line)
        .in(folder)
        .with("SOURCE_DATE_EPOCH", "1700000000")
        .check("make " + deb);
    return deb;
  }
}
