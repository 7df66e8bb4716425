package io.drover.engine.run;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.secret.MaskedLines;
import io.drover.engine.secret.Masking;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The log of one task: a file, written line by line as it comes, secrets masked. */
final class TaskLog implements AutoCloseable, Consumer<String> {
  private final BufferedWriter writer;
  private final Path file;
  private final Masking masking;
  private final Consumer<String> follower;

  /**
   * Each stream of a program is read by a thread of its own, and a secret may go over lines of one
   * stream that lines of another one come between.
   */
  private final Map<Thread, MaskedLines> streams = new LinkedHashMap<>();

  private boolean broken;

  private TaskLog(Path file, BufferedWriter writer, Masking masking, Consumer<String> follower) {
    this.file = file;
    this.writer = writer;
    this.masking = masking;
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
  public synchronized void accept(String line) {
    closeEnded();
    streams
        .computeIfAbsent(Thread.currentThread(), thread -> masking.lines(this::write))
        .accept(line);
  }

  /** What a stream kept back to its end comes before what is said after it. */
  private void closeEnded() {
    for (Thread thread : List.copyOf(streams.keySet())) {
      if (!thread.isAlive()) {
        streams.remove(thread).close();
      }
    }
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
  public synchronized void close() {
    streams.values().forEach(MaskedLines::close);
    try {
      writer.close();
    } catch (IOException e) {
      broken = true;
    }
  }
}
