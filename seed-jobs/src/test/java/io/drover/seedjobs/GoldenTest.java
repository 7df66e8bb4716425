package io.drover.seedjobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.file.Trees;
import io.drover.seedjobs.home.JobFiles;
import io.drover.seedjobs.item.Library;
import io.drover.seedjobs.item.ProjectItems;
import io.drover.seedjobs.item.SeedSettings;
import io.drover.seedjobs.item.Trigger;
import io.drover.seedjobs.xml.ItemXml;
import io.drover.seedjobs.xml.Rendered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writes the files of each project in {@code golden} and compares them. {@code UPDATE_GOLDEN=true
 * mvn test} writes what is found, to be read and committed.
 */
class GoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/io/drover/seedjobs/golden");
  private static final SeedSettings WEBHOOK_AND_LIBRARY =
      new SeedSettings(
          Trigger.WEBHOOK,
          Optional.of(
              new Library(
                  "https://git.example.com/drover.git",
                  "v1",
                  "shared-library",
                  Optional.of("drover-git"))));

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(strings = {"whole", "names", "webhook-and-library", "smallest"})
  void rendersWhatIsExpected(String name) throws IOException {
    SeedSettings settings =
        name.equals("webhook-and-library") ? WEBHOOK_AND_LIBRARY : SeedSettings.DEFAULT;
    Rendered.Project items =
        ItemXml.of(ProjectItems.of(Projects.read(GOLDEN.resolve(name + "/project")), settings));
    JobFiles.write(items, home);
    Path expected = GOLDEN.resolve(name + "/expected");
    if (Boolean.parseBoolean(System.getenv("UPDATE_GOLDEN"))) {
      Trees.delete(expected);
      for (Path file : Trees.glob(home, "**")) {
        Trees.copy(file, expected.resolve(home.relativize(file)));
      }
    }
    assertThat(files(home)).isEqualTo(files(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"names"})
  void nothingSecretIsInAnyFile(String name) throws IOException {
    for (String text : files(GOLDEN.resolve(name + "/expected")).values()) {
      assertThat(text).doesNotContain("glpat", "0123456789abcdef-very-secret", "oauth2");
    }
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    List<Path> all = Trees.glob(folder, "**");
    for (Path file : all) {
      files.put(folder.relativize(file).toString(), Files.readString(file));
    }
    return files;
  }
}
