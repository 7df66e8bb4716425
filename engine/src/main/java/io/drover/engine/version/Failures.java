package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Input and output that went wrong, in words. */
final class Failures {
  private Failures() {}

  /** Work on files. */
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Does work on files and says in words what went wrong.
   *
   * @param doing the start of an error: "could not " + doing
   * @throws WorkFailedException if it fails
   * @throws InterruptedException if the thread was interrupted, also where that shows as an error
   */
  static <T> T explained(String doing, Work<T> work) throws InterruptedException {
    try {
      return work.run();
    } catch (IOException e) {
      checkInterrupt();
      throw new WorkFailedException("could not %s: %s".formatted(doing, reason(e)), e);
    } catch (InvalidPathException e) {
      throw new WorkFailedException(
          "could not %s: a file name holds characters that the locale lacks; set LC_ALL=C.UTF-8"
              .formatted(doing),
          e);
    }
  }

  /** Ends work early when the thread was interrupted. */
  static void checkInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  /** What an exception of the file system means. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + " is not there";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (e instanceof FileAlreadyExistsException existing) {
      return existing.getFile() + " is there already";
    }
    if (e instanceof FileSystemException other && other.getReason() != null) {
      return other.getFile() + ": " + other.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** {@code PATH: reason} for a file that could not be written. */
  static IOException at(Path file, IOException e) {
    return e instanceof FileSystemException
        ? e
        : new FileSystemException(file.toString(), null, e.getMessage());
  }
}
