package io.drover.engine.run;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.secret.MaskedStreams;
import io.drover.engine.secret.Masking;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The log of one task: a file, written line by line as it comes, secrets masked. */
final class TaskLog implements AutoCloseable, Consumer<String> {
  private final BufferedWriter writer;
  private final Path file;
  private final MaskedStreams masked;
  private final Consumer<String> follower;
  private boolean broken;

  private TaskLog(Path file, BufferedWriter writer, Masking masking, Consumer<String> follower) {
    this.file = file;
    this.writer = writer;
    this.masked = new MaskedStreams(masking, this::write);
    this.follower = follower;
  }

  /**
   * Opens a log.
   *
   * @param masking says what must not be seen in it
   * @param follower gets every line as well
   */
  static TaskLog open(Path file, Masking masking, Consumer<String> follower) {
    try {
      Files.createDirectories(file.getParent());
      BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
      return new TaskLog(file, writer, masking, follower);
    } catch (IOException e) {
      throw new WorkFailedException("could not write %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  @Override
  public void accept(String line) {
    masked.accept(line);
  }

  private void write(String line) {
    follower.accept(line);
    if (broken) {
      return;
    }
    try {
      writer.write(line);
      writer.newLine();
      writer.flush();
    } catch (IOException e) {
      // The work may still succeed; its log says where it broke off, as far as it can.
      broken = true;
      follower.accept("could not write %s: %s".formatted(file, Trees.why(e)));
    }
  }

  @Override
  public void close() {
    masked.close();
    try {
      writer.close();
    } catch (IOException e) {
      broken = true;
    }
  }
}
