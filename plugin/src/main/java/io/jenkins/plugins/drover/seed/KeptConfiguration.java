package io.jenkins.plugins.drover.seed;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last configuration without errors, kept in Jenkins' home, so that jobs run on while the
 * repository is away or broken. Whole or not there, whenever Jenkins is ended: a folder for each
 * commit, and a file that names the one that counts.
 */
final class KeptConfiguration {
  private final Path folder;
  private final Path current;

  /**
   * What is kept.
   *
   * @param commit the commit of the files, 40 hex digits
   * @param origin what tells repositories and folders in them apart, one line
   */
  record Kept(String commit, String origin) {}

  /**
   * A configuration's place.
   *
   * @param folder a folder of its own; made when needed
   */
  KeptConfiguration(Path folder) {
    this.folder = folder;
    this.current = folder.resolve("current");
  }

  /** What is kept now; empty where nothing is. */
  Optional<Kept> read() {
    try {
      if (!Files.exists(current)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(current);
      return lines.size() == 2 && Files.isDirectory(files(lines.get(0)))
          ? Optional.of(new Kept(lines.get(0), lines.get(1)))
          : Optional.empty();
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(current, Trees.why(e)), e);
    }
  }

  /** The folder with the files of a commit. */
  Path files(String commit) {
    return commits().resolve(commit);
  }

  /** An empty folder for files that may be kept. */
  Path draft() {
    Trees.make(folder);
    return Trees.fresh(folder.resolve("draft"));
  }

  /** Keeps what is in the draft; what was kept before is deleted. */
  void keep(Kept kept) {
    Path files = files(kept.commit());
    Trees.make(commits());
    Trees.delete(files);
    Trees.move(folder.resolve("draft"), files);
    AtomicFile.write(current, kept.commit() + "\n" + kept.origin() + "\n");
    try (Stream<Path> all = Files.list(commits())) {
      all.filter(other -> !other.equals(files)).forEach(Trees::delete);
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not clean up %s: %s".formatted(commits(), Trees.why(e)), e);
    }
  }

  private Path commits() {
    return folder.resolve("commits");
  }
}
