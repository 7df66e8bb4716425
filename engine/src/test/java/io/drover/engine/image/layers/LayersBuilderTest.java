package io.drover.engine.image.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Application.Builder;
import io.drover.engine.image.ImageReference;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class LayersBuilderTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path state;

  static LayersFixture machine;

  @BeforeAll
  static void open() throws InterruptedException {
    machine = new LayersFixture(state);
  }

  @AfterAll
  static void close() throws Exception {
    machine.close();
  }

  @Test
  void packages_are_installed_as_dpkg_sees_it() throws Exception {
    ImageReference image =
        machine.make(
            machine.recipe(
                "installed", Builder.LAYERS, machine.debian("curl", "nginx-light", "python3")));
    System.out.println(String.join("\n", machine.log));
    System.out.println(
        machine.run(
            image,
            "dpkg -l | tail -5; dpkg -V; dpkg --audit; python3 --version; curl --version; nginx -t; ldconfig -p | grep curl; apt-get check; ls -la /var/log/nginx /usr/lib/python3/; python3 -c 'import ssl, sqlite3, readline, ctypes.util; print(ctypes.util.find_library(\"curl\"))'"));
    assertThat(machine.run(image, "dpkg -V && dpkg --audit")).isEmpty();
  }
}
