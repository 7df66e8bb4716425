package io.drover.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads every folder below {@code cases} and compares its problems with {@code expected.txt}. A new
 * case is a new folder; {@code -Dcases.update=true} writes what is found, to be read and committed.
 */
class CasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hasTheExpectedProblems(String name) throws IOException {
    Path folder = CASES.resolve(name);
    Path expected = folder.resolve("expected.txt");
    ReadResult result = ConfigurationReader.read(folder);
    String found = result.problems().stream().map(CasesTest::line).collect(Collectors.joining());
    if (Boolean.getBoolean("cases.update")) {
      Files.writeString(expected, found);
    }
    assertThat(found).isEqualTo(Files.readString(expected));
    assertThat(result.configuration().isPresent()).isEqualTo(!result.hasErrors());
  }

  private static String line(Problem problem) {
    String hint = problem.hint().isEmpty() ? "" : " | " + problem.hint();
    String severity = problem.severity().name().toLowerCase(Locale.ROOT);
    return String.join(" ", problem.place(), severity, problem.code(), problem.message())
        + hint
        + "\n";
  }
}
