package io.drover.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Counts what was read, and keeps the extremes. */
final class Measures {
  private long inputs;
  private long right;
  private long longestNanoseconds;
  private long mostAllocated;

  void begin() {
    inputs++;
  }

  void add(Reading reading) {
    right += reading.result().hasErrors() ? 0 : 1;
    longestNanoseconds = Math.max(longestNanoseconds, reading.nanoseconds());
    mostAllocated = Math.max(mostAllocated, reading.allocated());
  }

  void write(Path file) {
    Properties properties = new Properties();
    properties.setProperty("inputs", Long.toString(inputs));
    properties.setProperty("right", Long.toString(right));
    properties.setProperty("longestMilliseconds", Long.toString(longestNanoseconds / 1_000_000));
    properties.setProperty("mostAllocatedKiB", Long.toString(mostAllocated / 1024));
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
