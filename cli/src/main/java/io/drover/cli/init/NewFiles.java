package io.drover.cli.init;

import io.drover.config.schema.FileKind;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes new files into a folder: all of them or none, and never over one that is there. */
final class NewFiles {
  private final Path folder;
  private final Deque<Path> made = new ArrayDeque<>();

  private NewFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes.
   *
   * @param folder made where it is missing
   * @param files texts by path, relative to the folder
   * @throws WorkFailedException if a file is there already or cannot be written; nothing is left of
   *     the others then
   */
  static void write(Path folder, Map<String, String> files) {
    check(folder, files.keySet());
    NewFiles writing = new NewFiles(folder.toAbsolutePath().normalize());
    try {
      writing.all(files);
    } catch (IOException | RuntimeException e) {
      writing.undo();
      if (e instanceof IOException io) {
        throw new WorkFailedException(
            "could not write to %s: %s. Nothing was written".formatted(folder, Trees.why(io)), io);
      }
      throw (RuntimeException) e;
    }
  }

  /**
   * Looks for what is there already, the three files in any spelling included.
   *
   * @throws WorkFailedException if there is any of it
   */
  static void check(Path folder, Set<String> files) {
    TreeSet<String> there = new TreeSet<>();
    for (String file : files) {
      if (exists(folder.resolve(file))) {
        there.add(file);
      }
    }
    for (FileKind kind : FileKind.OF_PROJECT) {
      kind.names().stream().filter(name -> exists(folder.resolve(name))).forEach(there::add);
    }
    if (!there.isEmpty()) {
      throw new WorkFailedException(
          "%s in %s: nothing was written, as init never overwrites. Move %s away, or take another folder"
              .formatted(
                  (there.size() == 1 ? "there is already " : "there are already ")
                      + String.join(", ", there),
                  folder,
                  there.size() == 1 ? "it" : "them"));
    }
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** All texts are on disk before the first gets its name: what can fail has failed by then. */
  private void all(Map<String, String> files) throws IOException {
    makeFolder(folder);
    Path staging = Files.createTempDirectory(folder, ".drover-init");
    try {
      List<String> paths = List.copyOf(files.keySet());
      for (int i = 0; i < paths.size(); i++) {
        Files.writeString(staging.resolve("" + i), files.get(paths.get(i)));
      }
      for (int i = 0; i < paths.size(); i++) {
        Path target = folder.resolve(paths.get(i));
        makeFolder(target.getParent());
        // Without REPLACE_EXISTING: a file that came meanwhile is an error.
        Files.move(staging.resolve("" + i), target);
        made.push(target);
      }
    } finally {
      Trees.delete(staging);
    }
  }

  private void makeFolder(Path wanted) throws IOException {
    if (!Files.isDirectory(wanted)) {
      if (wanted.getParent() != null) {
        makeFolder(wanted.getParent());
      }
      Files.createDirectory(wanted);
      made.push(wanted);
    }
  }

  private void undo() {
    while (!made.isEmpty()) {
      try {
        Files.deleteIfExists(made.pop());
      } catch (IOException e) {
        // Somebody put a file into a folder of ours: it stays, as does what is around it.
      }
    }
  }
}
