package io.drover.config.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemRendererTest {
  @TempDir private Path folder;

  private static Problem at(int line, int column) {
    return new Problem(
        "build.yaml",
        line,
        column,
        Severity.ERROR,
        "unknown-key",
        "unknown key",
        "did you mean x?");
  }

  @Test
  void aCaretPointsToTheColumn() throws IOException {
    Files.writeString(folder.resolve("build.yaml"), "project: \uD83D\uDE00 shop\n  shel: make\n");
    assertThat(ProblemRenderer.text(List.of(at(2, 3)), folder))
        .isEqualTo(
            """
            build.yaml:2:3: error: unknown key [unknown-key]
                2 |   shel: make
                  |   ^
              hint: did you mean x?
            """);
  }

  @Test
  void secretsAndControlCharactersAreHidden() throws IOException {
    String line = "- {name: DB_PASSWORD, value: hunter2}\n";
    Files.writeString(
        folder.resolve("build.yaml"),
        line + "password: hunter2\ngit: https://bob:hunter2@host/x\n\u001B[31m- \u202Eevil\n");
    String text =
        ProblemRenderer.text(List.of(at(1, 30), at(2, 1), at(3, 6), at(4, 1), at(9, 1)), folder);
    assertThat(text).doesNotContain("hunter2", "\u001B", "\u202E").contains("value: ***");
  }

  @Test
  void jsonIsAnArrayOfObjects() {
    assertThat(ProblemRenderer.json(List.of(at(2, 3))))
        .isEqualToIgnoringWhitespace(
            """
            [{"file":"build.yaml","line":2,"column":3,"severity":"error","code":"unknown-key",
              "message":"unknown key","hint":"did you mean x?"}]
            """);
    assertThat(ProblemRenderer.json(List.of())).isEqualToIgnoringWhitespace("[]");
  }

  @Test
  void theNearestNameIsSuggested() {
    List<String> known = List.of("health_check", "replicas", "env");
    assertThat(Wording.nearest("healthCheck", known)).contains("health_check");
    assertThat(Wording.nearest("repilcas", known)).contains("replicas");
    assertThat(Wording.nearest("evn", known)).contains("env");
    assertThat(Wording.nearest("volumes", known)).isEmpty();
    assertThat(Wording.suggestion("volumes", known))
        .isEqualTo("there is `health_check`, `replicas`, `env`");
  }

  @Test
  void credentialsAreKnownByTheirLooks() {
    assertThat(Secrets.looksSecret("https://bob:hunter2@example.com/x.git")).isTrue();
    assertThat(Secrets.looksSecret("git@example.com:x.git")).isFalse();
    assertThat(Secrets.looksSecret("-----BEGIN RSA PRIVATE KEY-----")).isTrue();
    assertThat(Secrets.looksSecret("DB_PASSWORD", "hunter2")).isTrue();
    assertThat(Secrets.looksSecret("DB_PASSWORD", "$OTHER")).isFalse();
    assertThat(Secrets.looksSecret("TOKEN_TTL", "300s")).isFalse();
  }
}
