package io.drover.config.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.reader.ConfigurationReader;
import io.drover.config.schema.FileKind;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Puts a secret in the place of every value of every case whose key may hold one, breaks the files
 * around it, and looks for it in all that is printed.
 */
class SecretsAreNeverPrintedTest {
  private static final String SECRET = "hunter2-S3cr3t";

  /** Keys of variables, tokens and targets: their values are nobody's business. */
  private static final List<String> KEYS =
      List.of(
          "value",
          "password",
          "secret_key",
          "token",
          "credentials",
          "slack",
          "email",
          "webhook",
          "repository_key",
          "values_content",
          "repo");

  /** Right and wrong ways to write it. */
  private static final List<String> WRITTEN =
      List.of(
          " " + SECRET,
          SECRET,
          '"' + SECRET + ": [{\\x00'\"",
          " [" + SECRET,
          "{" + SECRET,
          " {" + SECRET + ": 1}",
          " [" + SECRET + "]",
          "\n                    " + SECRET,
          " \"first\n                    " + SECRET + '"',
          " |\n                    first: 1\n\n                    " + SECRET,
          " &" + SECRET + " *" + SECRET,
          " *" + SECRET,
          " !" + SECRET + " x",
          " !" + SECRET + "!x y");

  @TempDir private Path folder;

  @Test
  void inNoFormatAndNoCase() throws IOException {
    int hidden = 0;
    try (Stream<Path> cases = Files.list(Path.of("src/test/resources/cases"))) {
      for (Path original : cases.sorted().toList()) {
        for (Map.Entry<String, String> file : files(original).entrySet()) {
          hidden += check(original, file.getKey(), file.getValue());
        }
      }
    }
    assertThat(hidden).isGreaterThan(50);
  }

  private int check(Path original, String name, String text) throws IOException {
    int hidden = 0;
    for (int[] place : secretPlaces(text)) {
      for (String secret : WRITTEN) {
        copy(original);
        String broken = text.substring(0, place[0]) + secret + text.substring(place[1]);
        Files.writeString(folder.resolve(name), broken);
        List<Problem> problems = ConfigurationReader.read(folder).problems();
        String printed =
            String.join(
                "\n",
                ProblemRenderer.text(problems, folder),
                ProblemRenderer.json(problems),
                SarifRenderer.render(problems),
                CiRenderer.github(problems),
                CiRenderer.gitlab(problems),
                ConfigurationReader.legacySpellings(folder).toString());
        assertThat(printed).as(broken).doesNotContain(SECRET);
        hidden++;
      }
    }
    return hidden;
  }

  private void copy(Path original) throws IOException {
    for (FileKind kind : FileKind.OF_PROJECT) {
      for (String name : kind.names()) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
    for (Map.Entry<String, String> file : files(original).entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static Map<String, String> files(Path original) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (FileKind kind : FileKind.OF_PROJECT) {
      for (String name : kind.names()) {
        Path file = original.resolve(name);
        if (Files.isRegularFile(file) && Files.size(file) < 20_000 && isText(file)) {
          files.put(name, Files.readString(file));
        }
      }
    }
    return files;
  }

  private static boolean isText(Path file) throws IOException {
    return !new String(Files.readAllBytes(file), StandardCharsets.UTF_8).contains("\uFFFD");
  }

  private static List<int[]> secretPlaces(String text) {
    try {
      List<int[]> places = new ArrayList<>();
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      collect(root, places, 0);
      return places;
    } catch (RuntimeException notYaml) {
      return List.of();
    }
  }

  private static void collect(Node node, List<int[]> places, int depth) {
    if (depth > 40) {
      return;
    }
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key =
            tuple.getKeyNode() instanceof ScalarNode scalar
                ? scalar.getValue().toLowerCase(Locale.ROOT)
                : "";
        if (KEYS.contains(key) && tuple.getValueNode() instanceof ScalarNode value) {
          places.add(new int[] {value.getStartMark().getIndex(), value.getEndMark().getIndex()});
        }
        collect(tuple.getValueNode(), places, depth + 1);
      }
    } else if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(element -> collect(element, places, depth + 1));
    }
  }
}
