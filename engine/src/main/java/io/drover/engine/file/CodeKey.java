package io.drover.engine.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Which build of Drover this is. */
public final class CodeKey {
  private CodeKey() {}

  /**
   * A key over the code of a jar. Of classes that lie in a folder, as while Drover is worked on, it
   * is one over their times and sizes.
   *
   * @param type a class of that jar
   */
  public static String of(Class<?> type) {
    try {
      return of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String of(URI location) throws IOException {
    Path path = Path.of(location);
    List<String> files = Files.isDirectory(path) ? inFolder(path) : inJar(path);
    return ContentKey.of("code 1").with(files.stream().sorted().toList()).hex();
  }

  private static List<String> inJar(Path path) throws IOException {
    List<String> files = new ArrayList<>();
    try (JarFile jar = new JarFile(path.toFile())) {
      jar.stream().forEach(e -> files.add(e.getName() + " " + e.getSize() + " " + e.getCrc()));
    }
    return files;
  }

  private static List<String> inFolder(Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        files.add(file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return files;
  }
}
