package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SeedCommandsTest {
  @TempDir private Path folder;

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private int drover(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(
            (error, line, result) -> ErrorPrinter.print(error, false, line.getErr()))
        .execute(arguments);
  }

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponents: []\n");
    Files.writeString(folder.resolve("application.yaml"), "project: shop\napplications: []\n");
    Files.writeString(folder.resolve("environments.yaml"), "project: shop\nenvironments: []\n");
  }

  private String home() {
    return folder.resolve("home").toString();
  }

  @Test
  void jobsAreWrittenAndTheSameAgainIsNothing() {
    assertThat(drover("jobs", folder.toString(), "--out", home())).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "created   shop",
            "created   shop/pipeline",
            "created   shop/seed",
            "3 created, 0 changed, 0 unchanged, 0 deleted, 0 refused");
    assertThat(drover("jobs", folder.toString(), "--out", home(), "--trigger", "poll")).isZero();
    assertThat(out.toString())
        .isEqualTo("0 created, 0 changed, 3 unchanged, 0 deleted, 0 refused\n");
  }

  @Test
  void whatIsSomebodyElsesMakesTheCommandFail() throws IOException {
    Path config = folder.resolve("home/jobs/shop/config.xml");
    Files.createDirectories(config.getParent());
    Files.writeString(config, "<project/>");
    assertThat(drover("jobs", folder.toString(), "--out", home())).isEqualTo(1);
    assertThat(out.toString())
        .contains("refused   shop: " + config + " is not Drover's and stays as it is");
    assertThat(config).hasContent("<project/>");
  }

  @Test
  void brokenFilesWriteNothing() throws IOException {
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponent: []\n");
    assertThat(drover("jobs", folder.toString(), "--out", home())).isEqualTo(1);
    assertThat(err.toString()).contains("component");
    assertThat(Path.of(home())).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "https://alice:t0ken@ci.example.com,a login does not belong into Jenkins' address",
    "ci.example.com,that is not the address of a Jenkins"
  })
  void anAddressThatIsNoneIsAnError(String url, String message) {
    assertThat(drover("seed", folder.toString(), "--jenkins", url)).isEqualTo(1);
    assertThat(err.toString()).contains(message).doesNotContain("t0ken");
  }

  @Test
  void aLibraryNeedsAVersionAndNoLogin() {
    List<String> arguments = List.of("jobs", folder.toString(), "--out", home(), "--library");
    assertThat(drover(with(arguments, "https://git.example.com/d.git"))).isEqualTo(2);
    assertThat(err.toString()).contains("--library-version");
    assertThat(
            drover(
                with(
                    arguments, "https://x:t0ken@git.example.com/d.git", "--library-version", "v1")))
        .isEqualTo(1);
    assertThat(err.toString()).contains("--library-credentials").doesNotContain("t0ken");
  }

  private static String[] with(List<String> first, String... more) {
    return java.util.stream.Stream.concat(first.stream(), java.util.stream.Stream.of(more))
        .toArray(String[]::new);
  }
}
