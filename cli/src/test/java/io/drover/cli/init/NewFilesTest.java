package io.drover.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFilesTest {
  @TempDir Path temporary;

  @Test
  void allIsUndoneWhenOneFileCannotBeWritten() throws Exception {
    Path folder = temporary.resolve("a/b");
    Map<String, String> files = new LinkedHashMap<>();
    files.put("build.yaml", "one");
    files.put("demo/src/main.go", "two");
    files.put("build.yaml/below", "a file cannot be a folder");

    assertThatThrownBy(() -> NewFiles.write(folder, files))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("Nothing was written");

    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void undoingLeavesWhatWasThereBefore() throws Exception {
    Files.createDirectories(temporary.resolve("demo"));
    Files.writeString(temporary.resolve("demo/mine"), "mine");
    Files.writeString(temporary.resolve("src"), "a file");
    Map<String, String> files = new LinkedHashMap<>();
    files.put("demo/yours", "yours");
    files.put("src/main.go", "no folder for it");

    assertThatThrownBy(() -> NewFiles.write(temporary, files))
        .isInstanceOf(WorkFailedException.class);

    assertThat(GoldenTreesTest.tree(temporary))
        .isEqualTo(Map.of("demo/mine", "mine", "src", "a file"));
  }
}
