package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong before anything starts. */
@Tag("real")
class UsageTest {
  @TempDir Path folder;
  private TinyProject project;
  private DroverCommand drover;

  @BeforeEach
  void prepare() {
    project = TinyProject.writeTo(folder.resolve("project"));
    drover = new DroverCommand(folder.resolve("state"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fly",
        "run --fast",
        "run --parallel 0",
        "run --target moon",
        "run --to",
        "image",
        "image sbom catalog"
      })
  void wrongUsageEndsWithTwo(String line) {
    Outcome outcome = drover.run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(outcome.status()).as(outcome.said()).isEqualTo(2);
    assertThat(outcome.err()).contains("Usage: drover");
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void anErrorInTheFilesIsToldWithItsPlaceBeforeAnythingStarts() {
    project.replace("environments.yaml", "port: 8080\n", "prot: 8080\n");

    Outcome outcome = drover.run("run", project.folder().toString());

    assertThat(outcome.status()).as(outcome.said()).isEqualTo(1);
    assertThat(outcome.err())
        .containsPattern("environments\\.yaml:8:9\\b")
        .contains("prot", "port");
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void anEnvironmentThatIsNotThereIsToldWithThoseThatAre() {
    Outcome outcome = drover.run("run", project.folder().toString(), "--to", "qa");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("--to qa", "dev, prd, stg");
    assertThat(Files.exists(folder.resolve("state"))).isFalse();
  }
}
