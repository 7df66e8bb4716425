package io.drover.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.problem.Problem;
import io.drover.config.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BigFilesTest {
  /** Far more than a read takes, and far less than a quadratic one would. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "eyJ",
        "://a:",
        "[",
        "- ",
        "- a\n",
        "\n",
        "{a: ",
        "a, ",
        "\"",
        "? ",
        "&a ",
        "*a ",
        "%",
        "a: b\n",
        "k: [",
        "-",
        "!a ",
        "- - ",
        "'\n",
        "a:\n",
        "# \n",
        "\r",
        "LINE\n",
        "- LINE\n",
        "- 'LINE'\n",
        "- |\n LINE\n"
      })
  void filesOfThreeMegabytesEndInTime(String pattern) throws IOException {
    String part = pattern.replace("LINE", "eyJ".repeat(40 * 1024));
    for (String start : List.of("project: shop\ncomponents: ", "project: shop\ncomponents:\n")) {
      int times = (YamlFile.MOST_BYTES - start.length()) / part.length();
      Files.writeString(folder.resolve("build.yaml"), start + part.repeat(times));
      long begin = System.nanoTime();
      ReadResult result = ConfigurationReader.read(folder);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);
      assertThat(result.hasErrors()).isTrue();
    }
  }

  @Test
  void oneByteMoreIsTooBig() throws IOException {
    Files.write(folder.resolve("build.yaml"), new byte[YamlFile.MOST_BYTES + 1]);
    assertThat(ConfigurationReader.read(folder).problems())
        .extracting(Problem::code)
        .contains("too-big");
  }
}
