package io.drover.engine.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.release.Release.ReleasedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseLogTest {
  @TempDir Path folder;

  private static Release release(char digit) {
    String digest = "sha256:" + String.valueOf(digit).repeat(64);
    return new Release(Map.of("web", new ReleasedImage("127.0.0.1:5000/p/web@" + digest, "1.0")));
  }

  @Test
  void what_was_written_is_read_again_by_the_next_drover() {
    ReleaseLog log = new ReleaseLog(folder);
    log.hand("stg", release('a'));
    log.markDeployed("stg", release('a'));
    log.markTested("stg", release('a'));

    ReleaseLog next = new ReleaseLog(folder);

    assertThat(next.incoming("stg")).contains(release('a'));
    assertThat(next.deployed("stg")).contains(release('a'));
    assertThat(next.history("stg"))
        .extracting(e -> e.event() + " " + e.release())
        .containsExactly(
            "handed " + release('a').id(),
            "deployed " + release('a').id(),
            "tested " + release('a').id());
    assertThat(next.incoming("prd")).isEmpty();
  }

  @Test
  void the_same_release_again_writes_nothing() throws IOException {
    ReleaseLog log = new ReleaseLog(folder);
    log.markDeployed("dev", release('a'));
    String before = Files.readString(folder.resolve("dev.json"));

    log.markDeployed("dev", release('a'));

    assertThat(folder.resolve("dev.json")).hasContent(before);
  }

  @Test
  void the_history_is_bounded() {
    ReleaseLog log = new ReleaseLog(folder);
    for (int i = 0; i < 60; i++) {
      log.markDeployed("dev", release(i % 2 == 0 ? 'a' : 'b'));
    }

    assertThat(log.history("dev")).hasSize(50);
    assertThat(log.deployed("dev")).contains(release('b'));
  }

  @Test
  void a_damaged_file_is_named_and_what_to_do() throws IOException {
    Files.writeString(folder.resolve("dev.json"), "{");

    assertThatThrownBy(() -> new ReleaseLog(folder).deployed("dev"))
        .hasMessageContaining(folder.resolve("dev.json").toString())
        .hasMessageContaining("Delete it");
  }

  @Test
  void a_release_is_named_by_its_images_alone() {
    assertThat(release('a').id()).hasSize(12).isEqualTo(release('a').id());
    assertThat(release('a').id()).isNotEqualTo(release('b').id());
  }
}
