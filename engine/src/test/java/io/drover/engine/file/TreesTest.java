package io.drover.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {
  @TempDir Path folder;

  @Test
  void aGlobStaysWithinAFolderUnlessItSaysOtherwise() throws IOException {
    file("a.deb");
    file("sub/b.deb");
    file("sub/deep/c.deb");
    file("a.txt");

    assertThat(Trees.glob(folder, "*.deb")).containsExactly(folder.resolve("a.deb"));
    assertThat(Trees.glob(folder, "./sub/*.deb")).containsExactly(folder.resolve("sub/b.deb"));
    assertThat(Trees.glob(folder, "**.deb")).hasSize(3);
  }

  @Test
  void aGlobNeverFindsWhatLiesOutside() throws IOException {
    Path outside = Files.createTempFile("outside", ".deb");
    Files.createSymbolicLink(folder.resolve("link.deb"), outside);

    assertThat(Trees.glob(folder, "**.deb")).isEmpty();
    assertThat(Trees.glob(folder, "../*.deb")).isEmpty();
    Files.delete(outside);
  }

  @Test
  void deletingAFolderDoesNotFollowItsLinks() throws IOException {
    Path outside = Files.createTempDirectory("outside");
    Files.writeString(outside.resolve("keep"), "");
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), outside);

    Trees.delete(tree);

    assertThat(tree).doesNotExist();
    assertThat(outside.resolve("keep")).exists();
    Trees.delete(outside);
  }

  @Test
  void aFileThatCannotBeWrittenLeavesTheOldOneAndNoHalf() throws IOException {
    Path file = file("state.json");
    Files.createDirectory(folder.resolve(".state.json.half"));

    assertThatThrownBy(() -> AtomicFile.write(file, "new"))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("old");
  }

  @Test
  void keysOfDifferentTextsDifferAlsoWhenTheirJoinedTextIsTheSame() {
    assertThat(ContentKey.of("r").with("ab").with("c").hex())
        .isNotEqualTo(ContentKey.of("r").with("a").with("bc").hex())
        .isEqualTo(ContentKey.of("r").with("ab").with("c").hex())
        .hasSize(32);
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "old");
  }
}
