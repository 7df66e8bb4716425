package io.drover.engine.version;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in a folder, to be compared. */
final class Trees {
  private Trees() {}

  /** Relative path to mode and content, for links to their target. */
  static SortedMap<String, String> of(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        String name = folder.relativize(file).toString();
        if (Files.isSymbolicLink(file)) {
          files.put(name, "-> " + Files.readSymbolicLink(file));
        } else if (Files.isRegularFile(file)) {
          String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
          files.put(name, mode + " " + Files.readString(file));
        }
      }
    }
    return files;
  }
}
