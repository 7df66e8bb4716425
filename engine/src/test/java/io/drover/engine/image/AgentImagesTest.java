package io.drover.engine.image;

import static io.drover.engine.image.Dependencies.debian;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
    if (workshop != null) {
      workshop.close();
    }
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
  void agentsTrustTheCertificatesOfThePlatform() throws Exception {
    Path certificates = folder.resolve("authorities.pem");
    for (String name : List.of("One", "Two")) {
      Path one = folder.resolve(name);
      String words =
          "openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out certificate -subj /CN="
              + name;
      Command.of(List.of(words.split(" "))).in(Files.createDirectory(one)).check("make one");
      String text = name + "\n" + Files.readString(one.resolve("certificate"));
      Files.writeString(certificates, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    Map<String, String> platform = Map.of("DROVER_CA_CERTIFICATES", certificates.toString());

    ImageReference image = workshop.agent("debian:12", platform);

    assertThat(workshop.run(image, "cd /usr/local/share/ca-certificates; openssl verify *; env"))
        .contains("platform-1.crt: OK", "platform-2.crt: OK", "NODE_EXTRA_CA_CERTS=/etc/ssl");
    assertThat(workshop.agent("debian:12", platform)).isEqualTo(image);
  }

  @Test
  void whatCannotBeInstalledIsSaid() {
    assertThatThrownBy(() -> workshop.agent("debian:12", Map.of(), debian("no-such-package")))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("could not install no-such-package")
        .hasMessageContaining("Unable to locate package no-such-package");
  }
}
