package io.drover.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AtomicFileTest {
  @TempDir private Path folder;

  @Test
  void aFileIsReplacedAsAWhole() throws Exception {
    Path file = folder.resolve("a/report.json");
    AtomicFile.write(file, "a long old text");
    AtomicFile.write(file, "new");

    assertThat(file).hasContent("new");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  /** As root, a rename onto a device would replace it for the whole machine. */
  @Test
  void aPipeIsWrittenToAndStaysOne() throws Exception {
    Path pipe = folder.resolve("pipe");
    Command.of(List.of("mkfifo", pipe.toString())).run();
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(pipe);
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });

    AtomicFile.write(pipe, "text");

    assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo("text");
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }

  @Test
  void aFolderInItsPlaceIsAnErrorAndStays() throws Exception {
    Path full = Files.createDirectories(folder.resolve("full/inside")).getParent();

    assertThatThrownBy(() -> AtomicFile.write(full, "text"))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("could not write " + full);
    assertThat(full.resolve("inside")).isDirectory();
  }
}
