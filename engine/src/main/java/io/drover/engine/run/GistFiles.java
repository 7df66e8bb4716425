package io.drover.engine.run;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.Gist;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.version.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the files that the gists of an environment are made of. */
public final class GistFiles {
  private static final long MOST_BYTES = 3L * 1024 * 1024;

  private GistFiles() {}

  /**
   * Reads them from the configuration folder or, where the environment names another repository,
   * from there.
   *
   * @return content by path, as the gists write it
   * @throws WorkFailedException if one cannot be read; names all of them
   */
  public static Map<String, byte[]> read(
      Configuration configuration, Environment environment, Sources sources)
      throws InterruptedException {
    Set<String> paths = paths(environment);
    if (paths.isEmpty()) {
      return Map.of();
    }
    if (environment.gistsSource().git().isEmpty()) {
      return read(configuration.directory(), environment, paths);
    }
    Path workspace = Trees.temporary("drover-gists");
    try {
      sources.checkOut(
          environment.gistsSource(), sources.resolve(environment.gistsSource()), workspace);
      return read(workspace, environment, paths);
    } finally {
      Trees.delete(workspace);
    }
  }

  private static Set<String> paths(Environment environment) {
    Set<String> paths = new TreeSet<>();
    for (Gist gist : environment.gists()) {
      if (gist instanceof Gist.Manifest manifest) {
        paths.add(manifest.path());
      } else {
        paths.addAll(((Gist.Files) gist).files());
      }
    }
    return paths;
  }

  private static Map<String, byte[]> read(Path folder, Environment environment, Set<String> paths) {
    Map<String, byte[]> files = new TreeMap<>();
    StringBuilder unreadable = new StringBuilder();
    for (String path : paths) {
      try {
        files.put(path, content(folder.toRealPath(), path));
      } catch (IOException e) {
        unreadable.append("\n  ").append(path).append(": ").append(Trees.why(e));
      }
    }
    if (!unreadable.isEmpty()) {
      String where =
          environment.gistsSource().git().map("the gists repository "::concat).orElse("" + folder);
      throw new WorkFailedException(
          "files of the gists of %s cannot be read in %s:%s"
              .formatted(environment.name(), where, unreadable));
    }
    return files;
  }

  /** A link must not bring what lies elsewhere on this machine into a cluster. */
  private static byte[] content(Path folder, String path) throws IOException {
    Path file = folder.resolve(path).toRealPath();
    if (!file.startsWith(folder)) {
      throw new IOException("it leads out of the folder");
    }
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      throw new IOException("it is no file of at most 3 MiB");
    }
    return Files.readAllBytes(file);
  }
}
