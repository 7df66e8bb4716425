package io.drover.aptly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.drover.aptly.client.AptlyException;
import io.drover.aptly.client.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * aptly's disk gets full while something is uploaded, published or cleaned up: what is published
 * stays whole, the error says why, and the same call finishes the work once there is room.
 */
@Tag("real")
class FullDiskTest {

  private static final int BLOCK = 4096;
  private static final int PACKAGE = 1_000_000;

  @TempDir Path elsewhere;
  private Path disk;
  private boolean mounted;
  private AptlyServer server;
  private PackageRepository repository;

  @BeforeEach
  void startOnASmallDisk() throws Exception {
    disk = Files.createTempDirectory("aptly");
    mounted = mount("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk.toString());
    if (!mounted) {
      System.err.println("SKIPPED FullDiskTest: no disk can be mounted");
    }
    assumeTrue(mounted, "a disk could be mounted");
    server = AptlyServer.start(Files.createDirectory(disk.resolve("a")));
    repository = server.open("shop");
  }

  @AfterEach
  void unmount() throws Exception {
    if (server != null) {
      server.close();
    }
    if (mounted) {
      // What just ended may still hold it for a moment.
      mount("umount", "--lazy", disk.toString());
    }
    Files.delete(disk);
  }

  @Test
  void publishingEndsWithAClearErrorAndIsFinishedWhenThereIsRoom() throws IOException {
    Publication first = publish("first", deb("first", "1", 1000));
    int refused = 0;
    // Not a byte, not the file, and the file with ever more of what comes after it.
    for (int percent : List.of(0, 5, 50, 102, 105, 250)) {
      String name = "p" + percent;
      Path deb = deb(name, "1", PACKAGE);
      Path filler = fillBut(Files.size(deb) * percent / 100);
      Optional<AptlyException> failure = failure(() -> publish(name, deb));
      refused += failure.isPresent() ? 1 : 0;
      failure.ifPresent(FullDiskTest::assertClear);
      assertWhole();
      assertThat(repository.find("first", "1")).contains(first);
      assertThat(repository.find(name, "1").isPresent()).isEqualTo(failure.isEmpty());

      Files.delete(filler);
      Publication made = publish(name, deb);
      assertThat(repository.find(name, "1")).contains(made);
      assertWhole();
      assertThat(server.client().uploads()).isEmpty();
    }
    assertThat(refused).as("publications that did not fit").isGreaterThan(2);
  }

  @Test
  void cleaningUpIsFinishedWhenThereIsRoom() throws IOException {
    publish("api", deb("api", "1", PACKAGE));
    repository.publish("api", "2", List.of(deb("api", "2", PACKAGE)), line -> {});
    for (int kibibytes : List.of(0, 8, 40)) {
      Path filler = fillBut(kibibytes * 1024L);
      failure(() -> repository.clean(1, Set.of(), line -> {})).ifPresent(FullDiskTest::assertClear);
      assertWhole();
      assertThat(repository.find("api", "2")).isPresent();
      Files.delete(filler);
    }
    repository.clean(1, Set.of(), line -> {});
    assertThat(repository.versions().get("api")).containsExactly("2");
    assertThat(server.client().packageKeys("shop")).hasSize(1);
    assertWhole();
    assertThat(server.diskUsage()).isLessThan(2 * PACKAGE);
  }

  private static void assertClear(AptlyException failure) {
    assertThat(failure)
        .hasMessageContaining("aptly at http://127.0.0.1:")
        .hasMessageEndingWith("Its disk is full: make room there, and do the same again.");
  }

  private static Optional<AptlyException> failure(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (AptlyException e) {
      return Optional.of(e);
    }
  }

  /** As apt reads it, from the signature down to the files. */
  private void assertWhole() {
    var files = new Transport("served", server.served(), AptlyServer.TIMEOUT);
    PublishedRoot root = server.client().published("shop", "stable").orElseThrow();
    assertThat(new PublishedIndex(files, root, "main", server.signing).unservable()).isEmpty();
  }

  private Publication publish(String name, Path deb) {
    return repository.publish(name, "1", List.of(deb), line -> {});
  }

  /** A package that lies on another disk. */
  private Path deb(String name, String version, int size) throws IOException {
    Path deb = server.deb(name, version, "all", name + server.noise(size));
    Path moved = elsewhere.resolve(deb.getFileName());
    Files.move(deb, moved);
    return moved;
  }

  private Path fillBut(long free) throws IOException {
    Path filler = disk.resolve("filler");
    long bytes = disk.toFile().getUsableSpace() - free;
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (long written = 0; written + BLOCK <= bytes; written += BLOCK) {
        out.write(new byte[BLOCK]);
      }
    }
    return filler;
  }

  private static boolean mount(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
