package io.drover.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.reader.ConfigurationReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code golden}: what is in {@code project} before, the {@code arguments}, and what
 * is there afterwards in {@code expected}, beside the project itself and the schemas. With {@code
 * -Dgolden.update=FOLDER} the expected trees are written to the sources there instead.
 */
class GoldenTreesTest {
  @TempDir Path temporary;

  static List<String> cases() throws IOException, URISyntaxException {
    return Folders.names(golden());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatInitWritesIsAsExpectedAndReadWithoutAnyProblem(String name) throws Exception {
    Path folder = golden().resolve(name);
    Path project = Files.createDirectory(temporary.resolve("demo"));
    Map<String, String> before = tree(folder.resolve("project"));
    write(project, before);

    Init.Result result = Init.run(arguments(folder), project);

    assertThat(result.status()).as(result.error()).isZero();
    assertThat(ConfigurationReader.read(project).problems()).isEmpty();
    Map<String, String> after = tree(project);
    assertThat(after).containsAllEntriesOf(before);
    after.keySet().removeAll(before.keySet());
    assertThat(after)
        .containsKeys(
            ".drover/build.schema.json",
            ".drover/application.schema.json",
            ".drover/environments.schema.json");
    after.keySet().removeIf(file -> file.startsWith(".drover/"));
    after.put("output", result.output().replace(temporary + "/", ""));
    String update = System.getProperty("golden.update", "");
    if (!update.isEmpty()) {
      write(Path.of(update, name, "expected"), after);
    }
    assertThat(after).isEqualTo(update.isEmpty() ? tree(folder.resolve("expected")) : after);
  }

  private static List<String> arguments(Path folder) throws IOException {
    Path file = folder.resolve("arguments");
    return Files.exists(file) ? List.of(Files.readString(file).strip().split(" ")) : List.of();
  }

  private static Path golden() throws URISyntaxException {
    return Path.of(GoldenTreesTest.class.getResource("golden").toURI());
  }

  static Map<String, String> tree(Path folder) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          tree.put(folder.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return tree;
  }

  private static void write(Path folder, Map<String, String> tree) throws IOException {
    for (Map.Entry<String, String> file : tree.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
