package io.drover.engine.image;

import static io.drover.engine.image.Dependencies.debian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
@Timeout(600)
class AgentImagesTest {
  @TempDir private static Path folder;
  private static ImageWorkshop workshop;

  @BeforeAll
  static void open() throws InterruptedException {
    workshop = ImageWorkshop.open(folder.resolve("one"));
  }

  @AfterAll
  static void close() throws Exception {
    workshop.close();
  }

  @Test
  void aNewMachineFindsAnImageInTheRegistryAndInstallsNothing() throws Exception {
    ImageReference image = workshop.agent("debian:12", Map.of(), debian("make"), debian("bc"));
    assertThat(workshop.installations()).containsExactly("+ apt-get install bc make");

    try (ImageWorkshop another = workshop.another(folder.resolve("two"))) {
      assertThat(another.agent("debian:12", Map.of(), debian("bc"), debian("make")))
          .isEqualTo(image);
      assertThat(another.installations()).isEmpty();
      assertThat(another.run(image, "make --version | head -1; ls /run /var/lib/apt/lists"))
          .startsWith("GNU Make")
          .doesNotContain("drover", "Packages");
    }
  }

  @Test
  void whatCannotBeInstalledIsSaid() {
    assertThatThrownBy(() -> workshop.agent("debian:12", Map.of(), debian("no-such-package")))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("could not install no-such-package")
        .hasMessageContaining("Unable to locate package no-such-package");
  }
}
