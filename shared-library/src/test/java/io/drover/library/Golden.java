package io.drover.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.library.FakeJenkins.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Recorded runs. {@code UPDATE_GOLDEN=true mvn test} writes what is found, to be read and
 * committed.
 */
final class Golden {
  private static final Path RUNS = Library.ROOT.resolve("src/test/resources/runs");

  private Golden() {}

  static void check(String name, FakeJenkins jenkins) {
    String found = jenkins.recorded();
    Path file = RUNS.resolve(name + ".txt");
    try {
      if (Boolean.parseBoolean(System.getenv("UPDATE_GOLDEN")) && jenkins.kind() == Kind.TRUSTING) {
        Files.createDirectories(RUNS);
        Files.writeString(file, found);
      }
      assertThat(file).exists();
      assertThat(found).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
