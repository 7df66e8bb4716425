package io.drover.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Base images from an archive that is kept: a small one, under a name that no Debian has. */
@Tag("real")
@Timeout(120)
class DebianBaseTest {
  private static final String CODENAME = "tiny";

  @TempDir private Path folder;

  @Test
  void twoRunsInOneProcessMakeOneAtOnce() throws Exception {
    Containers containers = Containers.probe(folder);
    containers.whyNot().ifPresent(Assumptions::abort);
    Path files = Files.createDirectory(folder.resolve("files"));
    Files.writeString(files.resolve("os-release"), "tiny\n");
    Path archive = folder.resolve("debian-" + CODENAME + ".tar");
    Command.of("tar", "-cf", archive.toString(), "-C", files.toString(), ".").check("pack it");
    ExecutorService runs = Executors.newFixedThreadPool(2);
    try {
      Callable<String> run = () -> new DebianBase(containers, folder).make(CODENAME, line -> {});
      for (Future<String> made : runs.invokeAll(List.of(run, run))) {
        assertThat(made.get()).isEqualTo(DebianBase.image(CODENAME));
      }
    } finally {
      runs.shutdownNow();
      containers.podman("rmi", "--ignore", DebianBase.image(CODENAME)).run();
    }
  }
}
