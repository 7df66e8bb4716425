package io.drover.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformSettingsTest {
  @TempDir private Path folder;

  @Test
  void variablesAndFilesAreHandedOnAndOthersAreNot() throws Exception {
    Path npmrc = Files.writeString(folder.resolve(".npmrc"), "registry=https://npm.example.org/\n");
    Path target = Files.createDirectory(folder.resolve("target"));

    PlatformSettings.of(
            Map.of(
                "PIP_INDEX_URL", "https://pip.example.org/o'neill/",
                "NPM_CONFIG_USERCONFIG", npmrc.toString(),
                "RUBYGEMS_HOST", "https://gems.example.org",
                "PIP_EXTRA_INDEX_URL", " ",
                "AWS_SECRET_ACCESS_KEY", "secret"))
        .write(target, "/there");

    assertThat(target.resolve("environment.sh"))
        .hasContent(
            """
            export PIP_INDEX_URL='https://pip.example.org/o'\\''neill/'
            export GEMRC='/there/gemrc'
            export NPM_CONFIG_USERCONFIG='/there/npmrc'
            """);
    assertThat(target.resolve("npmrc")).hasContent("registry=https://npm.example.org/");
    assertThat(target.resolve("gemrc")).hasContent("---\n:sources:\n- https://gems.example.org");
  }

  @Test
  void credentialsOfVariablesAndFilesAreMasked() throws Exception {
    Path npmrc =
        Files.writeString(folder.resolve(".npmrc"), "//npm.example.org/:_authToken=t0ken\n");
    PlatformSettings settings =
        PlatformSettings.of(
            Map.of(
                "PIP_INDEX_URL",
                "https://team:pa%35+5@pip.example.org/",
                "NPM_CONFIG_USERCONFIG",
                npmrc.toString()));

    assertThat(settings.masked("GET https://team:pa%35+5@pip.example.org/ pa5+5 t0ken"))
        .isEqualTo("GET https://***@pip.example.org/ *** ***");
  }

  @Test
  void aFileThatIsNotThereIsNamedWithItsVariable() {
    assertThatThrownBy(() -> PlatformSettings.of(Map.of("GEMRC", folder + "/none")))
        .hasMessageContaining(folder + "/none, which GEMRC names: no such file");
  }
}
