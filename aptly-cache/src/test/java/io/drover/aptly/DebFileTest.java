package io.drover.aptly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.client.AptlyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebFileTest {

  @TempDir Path folder;

  private final String whole =
      "!<arch>\n"
          + member("debian-binary", "2.0\n")
          + member("control.tar.xz", "odd")
          + member("data.tar.xz", "0123456789");

  @Test
  void aWholePackageIsReadWithItsSizeAndChecksum() throws IOException {
    DebFile deb = DebFile.read(write("a_1_all.deb", whole));

    assertThat(deb.size()).isEqualTo(whole.length());
    assertThat(deb.sha256()).isEqualTo(Digests.sha256(whole.getBytes(StandardCharsets.US_ASCII)));
    assertThat(deb.uploadName()).isEqualTo("a_1_all." + deb.sha256().substring(0, 12) + ".deb");
  }

  @Test
  void aPackageCutOffAnywhereIsDamaged() throws IOException {
    for (int length = 9; length < whole.length() - 1; length++) {
      Path file = write("cut.deb", whole.substring(0, length));
      assertThatThrownBy(() -> DebFile.read(file))
          .as("%s bytes", length)
          .isInstanceOf(AptlyException.class)
          .hasMessageStartingWith(file + " is a damaged Debian package: ");
    }
  }

  @Test
  void whatIsNoPackageIsNamed() throws IOException {
    Path text = write("text.deb", "hello");
    Path other = write("notes.txt", whole);
    Path missing = folder.resolve("missing.deb");

    assertThatThrownBy(() -> DebFile.read(text))
        .hasMessage(text + " is not a Debian package: it is no ar archive. Correct the artifacts.");
    assertThatThrownBy(() -> DebFile.read(other)).hasMessageContaining("does not end in .deb");
    assertThatThrownBy(() -> DebFile.read(missing)).hasMessageContaining("does not exist");
  }

  @Test
  void aPackageWithoutControlFileIsDamaged() throws IOException {
    Path file =
        write("a.deb", "!<arch>\n" + member("debian-binary", "2.0\n") + member("data.tar", "x"));

    assertThatThrownBy(() -> DebFile.read(file)).hasMessageContaining("control.tar is missing");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.US_ASCII);
  }

  private static String member(String name, String content) {
    char[] pad = new char[content.length() % 2];
    Arrays.fill(pad, '\n');
    return String.format("%-16s%-12d%-6d%-6d%-8o%-10d`\n", name, 0, 0, 0, 0100644, content.length())
        + content
        + new String(pad);
  }
}
