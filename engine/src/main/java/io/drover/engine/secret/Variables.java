package io.drover.engine.secret;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Environment variables whose value may stand in a file, so that it is in no process's list. */
public final class Variables {
  private Variables() {}

  /**
   * The value of a variable, without blanks around it.
   *
   * @param environment variables; {@code NAME_FILE} names a file with the value of {@code NAME} and
   *     goes before it
   * @return empty if there is none, or an empty one
   * @throws WorkFailedException if the file cannot be read
   */
  public static Optional<String> read(Map<String, String> environment, String name) {
    String variable = name + "_FILE";
    String file = environment.getOrDefault(variable, "");
    String value = file.isEmpty() ? environment.getOrDefault(name, "") : text(variable, file);
    return Optional.of(value.strip()).filter(v -> !v.isEmpty());
  }

  private static String text(String variable, String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not read %s, which %s names: %s".formatted(file, variable, Trees.why(e)), e);
    }
  }
}
