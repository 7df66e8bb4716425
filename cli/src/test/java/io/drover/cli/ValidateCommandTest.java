package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code validate}, {@code schema} and {@code explain}: what they print and how they end. */
class ValidateCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int drover(String... arguments) {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** Files with one warning, about an old spelling. */
  @BeforeEach
  void files() throws IOException {
    write("build.yaml", "project: shop\ncomponents:\n- {name: a, dependencies: [{pkg: make}]}\n");
    write(
        "application.yaml",
        "project: shop\napplications:\n- {name: a, runtime: x, dependencies: [{name: web, origin: a}]}\n");
    write("environments.yaml", "project: shop\nenvironments:\n- {name: dev, services: [a]}\n");
  }

  @Test
  void warningsAloneAreFineUnlessStrict() {
    assertThat(drover("validate", folder.toString())).isZero();
    assertThat(out.toString()).contains("warning: `pkg`").endsWith("0 errors, 1 warning\n");
    assertThat(drover("validate", "--strict", folder.toString())).isOne();
    assertThat(out.toString()).endsWith("1 error, 0 warnings\n");
  }

  @ParameterizedTest
  @CsvSource({
    "text, unknown key",
    "json, unknown-key",
    "sarif, partialFingerprints",
    "github, ::error file=",
    "gitlab, check_name"
  })
  void everyFormatEndsWithOneWhereThereAreErrors(String format, String sign) throws IOException {
    write("build.yaml", "project: shop\ncomponents:\n- {name: a, nmae: b}\n");
    assertThat(drover("validate", "--format", format, folder.toString())).isOne();
    assertThat(out.toString()).contains(sign);
  }

  @Test
  void oldSpellingsAreListed() {
    assertThat(drover("validate", "--explain-legacy", folder.toString())).isZero();
    assertThat(out.toString()).contains("build.yaml:3:", "now: write `package`");
    assertThat(drover("validate", "--explain-legacy", "--format", "json")).isEqualTo(2);
  }

  @Test
  void aSchemaIsPrintedAndNothingElse() {
    assertThat(drover("schema", "environments")).isZero();
    assertThat(out.toString()).startsWith("{").contains("urn:drover:schema:environments");
  }

  @Test
  void aFieldIsExplainedAndAMisspeltOneIsNot() {
    assertThat(drover("explain", "services.hpa")).isZero();
    assertThat(out.toString()).contains("max_replicas", "Example:", "project: shop");
    assertThat(drover("explain", "services.hpaa")).isOne();
    assertThat(err.toString()).contains("did you mean `services.hpa`?");
  }
}
