package io.drover.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What drover noted about a server that it started. */
record ServerNote(long pid, long startedAt, int port) {
  static ServerNote read(Path file) {
    try {
      return new ObjectMapper().readValue(file.toFile(), ServerNote.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
