package io.drover.engine.run;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The log of one task: a file, written line by line as it comes, secrets masked. */
final class TaskLog implements AutoCloseable, Consumer<String> {
  private static final String MASK = "****";

  private final BufferedWriter writer;
  private final Path file;
  private final Consumer<String> follower;
  private final Set<String> secrets = new LinkedHashSet<>();
  private boolean broken;

  private TaskLog(Path file, BufferedWriter writer, Consumer<String> follower) {
    this.file = file;
    this.writer = writer;
    this.follower = follower;
  }

  /**
   * Opens a log.
   *
   * @param follower gets every line as well
   */
  static TaskLog open(Path file, Consumer<String> follower) {
    try {
      Files.createDirectories(file.getParent());
      return new TaskLog(file, Files.newBufferedWriter(file, StandardCharsets.UTF_8), follower);
    } catch (IOException e) {
      throw new WorkFailedException("could not write %s: %s".formatted(file, Trees.why(e)), e);
    }
  }

  /** Never writes that text from now on, nor any line of it. */
  synchronized void mask(String secret) {
    secret.lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(secrets::add);
  }

  /** That text without the secrets in it. */
  synchronized String masked(String text) {
    String result = text;
    for (String secret : secrets) {
      result = result.replace(secret, MASK);
    }
    return result;
  }

  @Override
  public synchronized void accept(String line) {
    String safe = masked(line);
    follower.accept(safe);
    if (broken) {
      return;
    }
    try {
      writer.write(safe);
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
    try {
      writer.close();
    } catch (IOException e) {
      broken = true;
    }
  }
}
