package io.drover.engine.image.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.engine.image.layers.FileTree.Kind;
import io.drover.engine.image.layers.FileTree.Node;
import org.junit.jupiter.api.Test;

class FileTreeTest {
  private final FileTree tree = new FileTree();

  FileTreeTest() {
    put("usr", Kind.FOLDER, "");
    put("usr/lib", Kind.FOLDER, "");
    put("lib", Kind.LINK, "usr/lib");
    put("usr/lib/up", Kind.LINK, "../../lib/./deep");
    put("absolute", Kind.LINK, "/lib");
    put("circle", Kind.LINK, "circle");
  }

  private void put(String path, Kind kind, String target) {
    tree.put(path, new Node(kind, 0755, 0, 0, 0, target));
  }

  @Test
  void links_among_the_folders_above_a_path_are_followed() {
    assertThat(tree.resolve("lib/x/y")).isEqualTo("usr/lib/x/y");
    assertThat(tree.resolve("absolute/up/z")).isEqualTo("usr/lib/deep/z");
    assertThat(tree.resolve("lib")).isEqualTo("lib");
    assertThat(tree.resolveAll("lib")).isEqualTo("usr/lib");
    assertThat(tree.resolve("none/there")).isEqualTo("none/there");
  }

  @Test
  void a_circle_of_links_is_an_error() {
    assertThatThrownBy(() -> tree.resolve("circle/x")).isInstanceOf(WorkFailedException.class);
  }

  @Test
  void a_file_in_the_place_of_a_folder_takes_all_that_was_in_it() {
    put("usr", Kind.FILE, "");
    put("usr0", Kind.FILE, "");
    assertThat(tree.find("usr/lib")).isEmpty();
    assertThat(tree.find("usr0")).isPresent();
  }

  @Test
  void paths_that_lead_out_of_an_archive_are_refused() {
    assertThat(FileTree.plain("./usr//lib/")).isEqualTo("usr/lib");
    assertThatThrownBy(() -> FileTree.plain("./usr/../../etc/passwd"))
        .isInstanceOf(WorkFailedException.class);
  }
}
