package io.drover.engine.file;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all, whatever happens while they are written. */
public final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes a file under another name and renames it, so that a reader sees the old text or the new
   * one; missing folders are made. What is no file, as a pipe or a device, is written to as it is:
   * it would be gone afterwards.
   *
   * @throws WorkFailedException if it cannot be written; the old file is as it was then
   */
  public static void write(Path file, String text) {
    Path absolute = file.toAbsolutePath();
    Path half = absolute.resolveSibling("." + absolute.getFileName() + ".half");
    try {
      if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
        Files.writeString(absolute, text, StandardOpenOption.WRITE);
        return;
      }
      Files.createDirectories(absolute.getParent());
      try (FileChannel channel =
          FileChannel.open(
              half,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          half, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteQuietly(half);
      throw new WorkFailedException("could not write %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The first error tells more than this one.
    }
  }
}
