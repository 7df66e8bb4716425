package io.drover.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Tells loudly what was not tested. */
final class Skipped {
  private Skipped() {}

  /**
   * Tells it on standard error, and in the file that {@code DROVER_TEST_SKIPPED} names, which
   * {@code test/run} shows at its end.
   */
  static void tell(Class<?> type, Optional<Method> method, String why) {
    String name = type.getName() + method.map(m -> "." + m.getName()).orElse("");
    String line = "SKIPPED " + name + ": " + why;
    System.err.println(line);
    String file = System.getenv("DROVER_TEST_SKIPPED");
    if (file == null || file.isEmpty()) {
      return;
    }
    try {
      Files.writeString(
          Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
