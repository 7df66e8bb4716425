package io.drover.aptly.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.AptlyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real aptly. */
@Tag("real")
@OnSharedAptly
class UploadsTest {

  private final AptlyServer server;
  private final Uploads uploads;

  @TempDir Path folder;

  UploadsTest(AptlyServer server) {
    this.server = server;
    this.uploads = server.aptly().uploads();
  }

  @Test
  void whatIsUploadedIsListedReplacedAndDeleted() throws IOException {
    Path one = Files.writeString(folder.resolve("one.deb"), "1");

    uploads.upload("files", one);
    uploads.upload("files", "t w ö+~.deb", one);

    assertThat(uploads.folders()).contains("files");
    assertThat(uploads.list("files")).containsExactlyInAnyOrder("one.deb", "t w ö+~.deb");
    assertThat(stored("files", "t w ö+~.deb")).hasContent("1");

    uploads.upload("files", "one.deb", Files.writeString(folder.resolve("two.deb"), "22"));
    assertThat(stored("files", "one.deb")).hasContent("22");

    uploads.delete("files", "t w ö+~.deb");
    uploads.delete("files", "never there");
    assertThat(uploads.list("files")).containsExactly("one.deb");
    uploads.delete("files");
    uploads.delete("files");
    assertThat(uploads.folders()).doesNotContain("files");
  }

  @Test
  void aFolderThatIsNotThereIsNotFound() {
    assertThatThrownBy(() -> uploads.list("nowhere"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("could not list the upload folder nowhere: ")
        .hasMessageContaining("no such file or directory (HTTP 404).");
  }

  @Test
  void namesThatWouldLeaveTheFolderAreRefused() throws IOException {
    Path one = Files.writeString(folder.resolve("one.deb"), "1");

    for (String name : new String[] {"../x", "a/b", "a\"b", "a\r\nb", "..", ".", ""}) {
      assertThatThrownBy(() -> uploads.upload("names", name, one))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> uploads.upload("..", one))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("wrong dir (HTTP 400)");
    assertThat(uploads.folders()).doesNotContain("names");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    Path missing = folder.resolve("missing.deb");

    assertThatThrownBy(() -> uploads.upload("files", missing))
        .isInstanceOf(AptlyException.class)
        .hasMessageStartingWith(missing + " cannot be read: ");
  }

  private Path stored(String dir, String name) {
    return server.folder.resolve("root/upload").resolve(dir).resolve(name);
  }
}
