package io.drover.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceRulesTest {
  @Test
  void theLibraryHasNothingThatTheInterpreterOrTheSandboxDoesNotBear() throws IOException {
    List<File> files = files(".groovy");
    assertThat(files).hasSizeGreaterThan(8);
    assertThat(SourceRules.check(files)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (x in [1, 2]) { echo x }",
        "[1, 2].each { echo it }",
        "System.getenv('HOME')",
        "new File('/etc/passwd').text",
        "Class.forName('x')",
        "'x'.class.classLoader",
        "echo.getClass()",
        "this.\"$name\"()",
        "evaluate('1')",
        "def f = this.&echo",
        "[1, 2]*.toString()",
        "[a: 1].@a",
        "('/tmp' as File)",
        "class A { }",
        "class A implements Serializable { void finalize() { } }"
      })
  void isRefused(String text) {
    assertThat(SourceRules.check(text)).isNotEmpty();
  }

  @Test
  void everyVariableIsDescribed() throws IOException {
    for (File variable : files(".groovy")) {
      if (variable.getParentFile().getName().equals("vars")) {
        Path text = Path.of(variable.getPath().replace(".groovy", ".txt"));
        assertThat(Files.readString(text))
            .contains(text.getFileName().toString().replace(".txt", "("));
      }
    }
  }

  private static List<File> files(String ending) throws IOException {
    try (Stream<Path> vars = Files.walk(Library.ROOT.resolve("vars"));
        Stream<Path> sources = Files.walk(Library.ROOT.resolve("src/io"))) {
      return Stream.concat(vars, sources)
          .filter(f -> f.toString().endsWith(ending))
          .sorted()
          .map(Path::toFile)
          .toList();
    }
  }
}
