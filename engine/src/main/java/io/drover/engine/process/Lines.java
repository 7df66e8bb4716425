package io.drover.engine.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits a stream into lines of bounded length: a program may write gigabytes without a break. */
public final class Lines {
  static final int LONGEST = 16_384;

  private Lines() {}

  /** Reads UTF-8 to the end; a longer line comes in pieces, carriage returns before ends go. */
  public static void read(InputStream stream, Consumer<String> consumer) throws IOException {
    Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
    char[] buffer = new char[8192];
    StringBuilder line = new StringBuilder();
    for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          give(line, consumer);
        } else {
          line.append(buffer[i]);
          if (line.length() == LONGEST) {
            give(line, consumer);
          }
        }
      }
    }
    if (line.length() > 0) {
      give(line, consumer);
    }
  }

  private static void give(StringBuilder line, Consumer<String> consumer) {
    int end = line.length();
    if (end > 0 && line.charAt(end - 1) == '\r') {
      end--;
    }
    consumer.accept(line.substring(0, end));
    line.setLength(0);
  }
}
