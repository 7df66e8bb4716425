package io.drover.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A project as small as can be, in a git repository: component, application and service {@code
 * web}, a server in Perl that needs nothing but the base image, in {@code dev}, {@code stg} and
 * {@code prd}, each with a test.
 */
final class TinyProject {
  static final String NAME = "tiny";

  /** The branch that is at the last commit with a new greeting. */
  private static final String GOOD = "good";

  private final Path folder;
  private int changes;

  private TinyProject(Path folder) {
    this.folder = folder;
  }

  /** Writes and commits it. */
  static TinyProject writeTo(Path folder) {
    TinyProject project = new TinyProject(folder);
    project.copyFiles();
    project.git("init", "--quiet", "--initial-branch=main");
    project.git("add", "--all");
    project.git("commit", "--quiet", "--message=first");
    project.git("branch", GOOD);
    return project;
  }

  Path folder() {
    return folder;
  }

  /** Commits a new greeting, so that there is something to do from the build on. */
  TinyProject change() {
    changes++;
    write("web/greeting", "hello " + changes + "\n");
    commit();
    git("branch", "--force", GOOD);
    return this;
  }

  /** Lets the build take that long. */
  TinyProject slowBuild(int seconds) {
    return write("web/pause", seconds + "\n");
  }

  /** Replaces a text, which must be in the file, wherever it stands. */
  TinyProject replace(String file, String old, String text) {
    String before = read(file);
    if (!before.contains(old)) {
      throw new IllegalArgumentException(old + " is not in " + file);
    }
    return write(file, before.replace(old, text));
  }

  TinyProject append(String file, String text) {
    return write(file, read(file) + text);
  }

  TinyProject write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TinyProject commit() {
    git("commit", "--quiet", "--all", "--message=change");
    return this;
  }

  /** Takes back everything since the last new greeting, commits too. */
  TinyProject restore() {
    git("reset", "--quiet", "--hard", GOOD);
    return this;
  }

  void git(String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of("git", "-c", "user.name=Tiny", "-c", "user.email=tiny@example.com"));
    words.addAll(List.of(arguments));
    Shell.runIn(folder, words);
  }

  private void copyFiles() {
    try {
      Path source = Path.of(TinyProject.class.getResource(NAME).toURI());
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.toList()) {
          Path target = folder.resolve(source.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else {
            Files.copy(file, target);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
