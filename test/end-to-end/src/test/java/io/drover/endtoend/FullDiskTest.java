package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state folder is on a disk of its own, which is too small. */
@RealParts
class FullDiskTest {
  private static final String[] UP_TO_IMAGES = {"--target", "none", "--agent", "process"};

  private final Containers containers;
  private final Workplace place;
  private boolean mounted;

  FullDiskTest(Containers containers) {
    this.containers = containers;
    this.place = Workplace.create(containers);
  }

  @BeforeEach
  void mountSmallDisk() throws InterruptedException {
    String disk = place.stateHome().toString();
    Command.Result result =
        Command.of("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk).run();
    mounted = result.succeeded();
    if (!mounted) {
      System.err.println("SKIPPED FullDiskTest: no disk can be mounted: " + result.lastLines(1));
    }
    assumeThat(mounted).as("a disk could be mounted").isTrue();
  }

  @AfterEach
  void unmount() {
    place.down("--purge");
    if (mounted) {
      Shell.run("umount", place.stateHome().toString());
    }
    place.close();
  }

  @Test
  void aFullDiskIsToldWithItsPlaceAndOnceThereIsSpaceTheRunGoesOn() throws IOException {
    Outcome small = place.run(UP_TO_IMAGES);
    assertThat(small.status()).as(small.said()).isEqualTo(1);
    assertThat(small.row("image:web"))
        .contains("failed", "MiB are left for " + place.state().toString());
    assertThat(small.report().with("succeeded")).containsExactly("build:web", "publish:web");

    place.project().change();
    Path filler = fill();
    Outcome none = place.run(UP_TO_IMAGES);
    assertThat(none.status()).as(none.said()).isEqualTo(1);
    assertThat(none.said())
        .containsIgnoringCase("no space left")
        .contains(place.state().toString());

    Files.delete(filler);
    Shell.run("mount", "-o", "remount,size=600m", place.stateHome().toString());
    Outcome roomy = place.settle(UP_TO_IMAGES);
    // Podman checks the digest of everything that it pulls.
    String image = roomy.report().task("image:web").outputs().get("image");
    Shell.check(containers.podman("pull", "--quiet", "--tls-verify=false", image));
    Shell.check(containers.podman("rmi", image));
    place.assertNothingOfRunsIsLeft(0);
  }

  private Path fill() throws IOException {
    Path filler = place.stateHome().resolve("filler");
    byte[] block = new byte[1 << 16];
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      return filler;
    }
  }
}
