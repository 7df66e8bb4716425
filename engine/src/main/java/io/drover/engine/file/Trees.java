package io.drover.engine.file;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class Trees {
  private Trees() {}

  /**
   * Makes a folder, without anything in it.
   *
   * @throws WorkFailedException if it cannot be made
   */
  public static Path fresh(Path folder) {
    delete(folder);
    return make(folder);
  }

  /**
   * Makes a folder, without anything in it, that other users of the machine cannot look into.
   *
   * @throws WorkFailedException if it cannot be made
   */
  public static Path freshPrivate(Path folder) {
    fresh(folder);
    try {
      return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new WorkFailedException("could not protect %s: %s".formatted(folder, why(e)), e);
    }
  }

  /**
   * Makes a folder that nobody else has, and that other users of the machine cannot look into.
   *
   * @param name the beginning of its name
   * @throws WorkFailedException if it cannot be made
   */
  public static Path temporary(String name) {
    try {
      return Files.createTempDirectory(name);
    } catch (IOException e) {
      throw new WorkFailedException("could not make a temporary folder: " + why(e), e);
    }
  }

  /**
   * Makes a folder where there is none.
   *
   * @throws WorkFailedException if it cannot be made
   */
  public static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new WorkFailedException("could not make %s: %s".formatted(folder, why(e)), e);
    }
  }

  /**
   * Deletes a folder with all that is in it; links are deleted, not followed.
   *
   * @throws WorkFailedException if something in it cannot be deleted
   */
  public static void delete(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException error)
                throws IOException {
              Files.deleteIfExists(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new WorkFailedException("could not delete %s: %s".formatted(folder, why(e)), e);
    }
  }

  /**
   * Copies a file with its time and mode; missing folders are made.
   *
   * @throws WorkFailedException if it cannot be copied
   */
  public static void copy(Path file, Path target) {
    try {
      Files.createDirectories(target.getParent());
      Files.copy(
          file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not copy %s to %s: %s".formatted(file, target, why(e)), e);
    }
  }

  /**
   * Renames a file or folder, all at once.
   *
   * @throws WorkFailedException if it cannot be renamed
   */
  public static void move(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new WorkFailedException("could not rename %s to %s: %s".formatted(from, to, why(e)), e);
    }
  }

  /**
   * The regular files below a folder whose path, relative to it, fits a glob, sorted. {@code *}
   * stays within a folder, {@code **} does not. Links are not followed: nothing outside of the
   * folder is ever found.
   *
   * @throws WorkFailedException if the folder cannot be read
   */
  public static List<Path> glob(Path folder, String glob) {
    PathMatcher matcher = matcher(glob);
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
          .filter(f -> matcher.matches(folder.relativize(f)))
          .sorted()
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** What {@link #glob} goes by. */
  public static PathMatcher matcher(String glob) {
    String pattern = glob.startsWith("./") ? glob.substring(2) : glob;
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
  }

  /** An I/O error in words; Java's own text is often only the file's name. */
  public static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or folder: " + e.getMessage();
    }
    String message = String.valueOf(e.getMessage());
    return message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
  }
}
