package io.drover.config.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.reader.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemCodeTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  /** What no folder in a repository can show; each has a test of its own. */
  private static final Set<String> WITHOUT_CASE =
      Set.of("missing-folder", "too-big", "too-many-values", "unreadable-file");

  @Test
  void everyCodeIsListedAndHasACase() throws IOException {
    Set<String> found = new TreeSet<>(WITHOUT_CASE);
    try (Stream<Path> cases = Files.list(CASES)) {
      for (Path folder : cases.toList()) {
        ConfigurationReader.read(folder).problems().forEach(problem -> found.add(problem.code()));
      }
    }
    List<String> listed = Stream.of(ProblemCode.values()).map(ProblemCode::id).sorted().toList();
    assertThat(found).containsExactlyElementsOf(listed);
  }

  @Test
  void aCodeIsFoundByItsName() {
    assertThat(ProblemCode.of("unknown-key")).contains(ProblemCode.UNKNOWN_KEY);
    assertThat(ProblemCode.of("no-such-code")).isEmpty();
  }
}
