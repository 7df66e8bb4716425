package io.drover.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LegacySpellingsTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  @Test
  void everyOldSpellingIsListedWithThatOfToday() {
    assertThat(ConfigurationReader.legacySpellings(CASES.resolve("legacy-environment-operator")))
        .extracting(spelling -> spelling.place() + " " + spelling.now())
        .containsExactly(
            "build.bitesize:1:1 call the file `build.yaml`",
            "application.bitesize:1:1 call the file `application.yaml`",
            "environments.bitesize:1:1 call the file `environments.yaml`",
            "environments.bitesize:29:16 write `[80, 443]`",
            "environments.bitesize:55:13 write `items`",
            "environments.bitesize:128:9 remove it; the environment has the `namespace`",
            "environments.bitesize:192:9 remove it",
            "environments.bitesize:193:9 remove it",
            "environments.bitesize:194:9 remove it",
            "environments.bitesize:195:9 remove it");
    assertThat(ConfigurationReader.legacySpellings(CASES.resolve("legacy-pipeline")))
        .extracting(spelling -> spelling.now())
        .contains("write `package`", "write `development`", "write `docs-site-tests-2`");
  }

  @Test
  void filesOfTodayHaveNone() {
    assertThat(ConfigurationReader.legacySpellings(CASES.resolve("valid-shortest"))).isEmpty();
    assertThat(ConfigurationReader.legacySpellings(Path.of("not-there"))).isEmpty();
  }
}
