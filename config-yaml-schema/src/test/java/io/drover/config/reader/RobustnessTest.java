package io.drover.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.problem.ProblemRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Nothing that a file can hold makes the reader throw, hang, or print a secret. */
class RobustnessTest {
  private static final List<String> NAMES =
      List.of("build.yaml", "application.yaml", "environments.yaml");
  private static final String SECRET = "hunter2hunter2";
  private static final List<String> TRAPS =
      List.of(
          ":",
          ": ",
          "- ",
          "\n",
          "\n  ",
          "\t",
          "[",
          "]",
          "{",
          "}",
          "&a ",
          "*a",
          "!!set ",
          "|\n",
          ">",
          "\"",
          "'",
          "#",
          "%",
          "@",
          "`",
          "~",
          "null",
          "<<: *a",
          "---\n",
          "...\n",
          "? ",
          ",",
          "\u0000",
          "\uFEFF",
          "\u0085",
          "\u2028",
          "\uD83D\uDE00",
          "\r",
          "0x1",
          "1e9",
          "-1",
          ".inf",
          "9999999999999999999999",
          "a: b: c",
          "yes",
          "2001-01-01",
          "\\",
          "$",
          "((((");

  private static Path folder;
  private static List<String> valid;

  @BeforeContainer
  static void copyValidFiles() throws IOException {
    folder = Files.createTempDirectory("drover-robustness");
    Path source = Path.of("src/test/resources/cases/valid-every-p-field");
    valid = NAMES.stream().map(name -> text(source.resolve(name))).toList();
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    for (String name : NAMES) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.delete(folder);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void anyBytesAreReadInTime(@ForAll byte[] bytes) throws IOException {
    for (String name : NAMES) {
      Files.write(folder.resolve(name), bytes);
    }
    readInTime();
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void anyTrapsAreReadInTime(@ForAll("traps") String text) throws IOException {
    for (String name : NAMES) {
      Files.writeString(folder.resolve(name), text);
    }
    readInTime();
  }

  @Property(tries = 600, shrinking = ShrinkingMode.BOUNDED)
  void mutatedFilesAreReadInTime(@ForAll("mutations") List<Mutation> mutations) throws IOException {
    for (int i = 0; i < NAMES.size(); i++) {
      String text = valid.get(i).replace("C.UTF-8", SECRET).replace("\"#shop\"", SECRET);
      for (Mutation mutation : mutations) {
        text = mutation.applyTo(text);
      }
      Files.write(folder.resolve(NAMES.get(i)), text.getBytes(StandardCharsets.UTF_8));
    }
    readInTime();
  }

  private static void readInTime() {
    long start = System.nanoTime();
    ReadResult result = ConfigurationReader.read(folder);
    String rendered = ProblemRenderer.text(result.problems(), folder);
    String json = ProblemRenderer.json(result.problems());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(result.configuration().isPresent()).isEqualTo(!result.hasErrors());
    assertThat(result.problems()).doesNotHaveDuplicates();
    assertThat(rendered).doesNotContain(SECRET);
    assertThat(json).doesNotContain(SECRET);
  }

  @Provide
  Arbitrary<String> traps() {
    Arbitrary<String> words =
        Arbitraries.of("project", "components", "name", "environments", "services", "env", "a");
    return Arbitraries.oneOf(Arbitraries.of(TRAPS), words)
        .list()
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 12),
            Arbitraries.of(TRAPS))
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces some characters somewhere, but never within the secret. */
  record Mutation(double where, int length, String by) {
    String applyTo(String text) {
      int start = (int) (where * text.length());
      int end = Math.min(text.length(), start + length);
      int secret = text.indexOf(SECRET);
      boolean within = secret >= 0 && start < secret + SECRET.length() && end > secret - 8;
      return within ? text : text.substring(0, start) + by + text.substring(end);
    }
  }
}
