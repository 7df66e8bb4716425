package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.file.Trees;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What docs/packages.md says for another machine, in a new Debian that has no other source and
 * trusts no other key: the base image, as mmdebstrap makes it.
 */
@RealParts
@ResourceLock(Workplace.SHARED)
class CleanDebianTest {
  private static final String INSTALL =
      """
      rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /etc/apt/trusted.gpg.d/* /usr/share/keyrings/*
      cat > /etc/apt/sources.list.d/tiny.sources << END
      Types: deb
      URIs: $1
      Suites: stable
      Components: main
      Signed-By: /etc/apt/keyrings/tiny.asc
      END
      apt-get update && apt-get install --yes tiny-web && cat /usr/share/tiny-web/greeting
      """;

  private final Workplace place;
  private final Containers containers;

  @TempDir private Path folder;

  CleanDebianTest(Workplace place, Containers containers) {
    this.place = place;
    this.containers = containers;
  }

  @Test
  void installsOurPackagesWithOurKeyAlone() throws Exception {
    Path key = Files.writeString(folder.resolve("key.asc"), publicKey());

    Command.Result ours = install(key);
    assertThat(ours.succeeded()).as(ours.output()).isTrue();
    assertThat(ours.output()).contains("Setting up tiny-web (").containsPattern("\nhello.*\n$");

    Command.Result others = install(anotherKey());
    assertThat(others.succeeded()).isFalse();
    assertThat(others.output()).contains("is not signed").doesNotContain("Setting up tiny-web");
  }

  private Path anotherKey() throws Exception {
    // Short, because the sockets of gpg's agent may not have long paths.
    Path home = Files.createTempDirectory(Path.of("/tmp"), "dr-");
    try {
      return Files.writeString(
          folder.resolve("other.asc"), SigningKey.ensure(home, "other").publicKey());
    } finally {
      SigningKey.endAgent(home);
      Trees.delete(home);
    }
  }

  private String publicKey() {
    Outcome outcome = place.drover().run("apt", "key", "show", place.project().folder().toString());
    assertThat(outcome.status()).as(outcome.said()).isZero();
    return outcome.out();
  }

  private Command.Result install(Path key) throws InterruptedException {
    String files = "http://127.0.0.1:%d/tiny".formatted(place.server("apt-repository").port());
    String registry = "127.0.0.1:" + place.server("registry").port();
    return containers
        .podman(
            "run",
            "--rm",
            "--network=host",
            "--http-proxy=false",
            "--tls-verify=false",
            "--volume=%s:/etc/apt/keyrings/tiny.asc:ro".formatted(key),
            registry + "/baseimages/debian:12",
            "sh",
            "-euc",
            "exec 2>&1\n" + INSTALL,
            "sh",
            files)
        .run();
  }
}
