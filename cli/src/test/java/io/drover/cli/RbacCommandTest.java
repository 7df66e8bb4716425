package io.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RbacCommandTest {
  private static final Path SHOP = Path.of("../examples/shop");
  private static final Path INSTALLED =
      Path.of("../jenkins-image/kubernetes/shop/environments.yaml");

  @Test
  void theManifestsOfTheShopsJenkinsHaveWhatItPrints() throws Exception {
    StringWriter out = new StringWriter();
    int status =
        new CommandLine(new Main())
            .setOut(new PrintWriter(out))
            .execute(
                "rbac", SHOP.toString(), "--agents", "--service-account", "shop-agents/drover");

    assertThat(status).isZero();
    assertThat(out).hasToString(Files.readString(INSTALLED));
  }
}
