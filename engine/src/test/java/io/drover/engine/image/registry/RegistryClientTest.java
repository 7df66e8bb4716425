package io.drover.engine.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import io.drover.engine.process.Ports;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
@Timeout(120)
class RegistryClientTest {
  private static final String EMPTY_INDEX =
      "{\"schemaVersion\": 2, \"mediaType\": \"%s\",  \"manifests\": []}"
          .formatted(Manifest.OCI_INDEX);

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void makeHome() {
    home = Trees.make(folder.resolve("home"));
  }

  @Test
  void blobsAndManifestsComeBackToTheByte() throws Exception {
    try (RealRegistry server = RealRegistry.open(folder)) {
      RegistryClient client = RegistryClient.of(server.address(), RealRegistry.access(home));
      Path file = randomFile(5_000_000);

      Descriptor blob = client.pushBlob("shop/catalog", "application/octet-stream", file);

      assertThat(client.hasBlob("shop/catalog", blob.digest())).isTrue();
      assertThat(client.hasBlob("shop/other", blob.digest())).isFalse();
      assertThat(client.mountBlob("shop/other", blob.digest(), "shop/catalog")).isTrue();
      try (InputStream in = client.blob("shop/other", blob)) {
        assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(file));
      }

      Manifest manifest = new Manifest(Manifest.OCI_INDEX, EMPTY_INDEX);
      client.putManifest("shop/catalog", "v1", manifest);
      assertThat(client.manifest("shop/catalog", "v1")).contains(manifest);
      assertThat(client.manifest("shop/catalog", manifest.digest())).contains(manifest);
      assertThat(client.find("shop/catalog", "v1")).contains(manifest.descriptor());
      assertThat(client.find("shop/catalog", "v2")).isEmpty();
      assertThat(client.manifest("nothing/here", "v2")).isEmpty();
    }
  }

  @Test
  void aLoginOfPodmanServesDroverAndBuildah() throws Exception {
    try (RealRegistry server = RealRegistry.withLogin(folder)) {
      Containers containers = Containers.probe(folder);
      Path file = home.resolve("auth.json");
      containers
          .podman(
              "login",
              "--tls-verify=false",
              "--username=" + RealRegistry.USER,
              "--password-stdin",
              server.address())
          .with("REGISTRY_AUTH_FILE", file.toString())
          .input(RealRegistry.PASSWORD)
          .check("log in");
      RegistryClient client = RegistryClient.of(server.address(), RealRegistry.access(home));

      client.check();
      client.pushBlob("shop/catalog", "text/plain", "hello".getBytes());
      pushWithBuildah(containers, server, "REGISTRY_AUTH_FILE", file);

      assertThat(client.find("shop/empty", "v1")).isPresent();
    }
  }

  @Test
  void aLoginOfDockerServesDroverAndBuildah() throws Exception {
    try (RealRegistry server = RealRegistry.withLogin(folder)) {
      server.logIn(home, RealRegistry.PASSWORD);
      Files.move(home.resolve("auth.json"), home.resolve("config.json"));
      RegistryAccess access =
          RegistryAccess.of(java.util.Map.of("DOCKER_CONFIG", home.toString()), "0");
      Containers containers = Containers.probe(folder);

      pushWithBuildah(containers, server, "DOCKER_CONFIG", home);

      assertThat(RegistryClient.of(server.address(), access).find("shop/empty", "v1")).isPresent();
    }
  }

  @Test
  void aWrongPasswordIsSaidWithTheRegistryAndTheFileButNotThePassword() throws Exception {
    try (RealRegistry server = RealRegistry.withLogin(folder)) {
      RegistryAccess access = server.logIn(home, "wr0ng");

      assertThatThrownBy(() -> RegistryClient.of(server.address(), access).find("a/b", "v1"))
          .isInstanceOf(WorkFailedException.class)
          .hasMessage(
              ("could not find the image a/b:v1: the registry at %1$s: it does not accept the"
                      + " login of drover from %2$s/auth.json. Is the password right?"
                      + " Log in with: podman login %1$s")
                  .formatted(server.address(), home));
    }
  }

  @Test
  void aMissingLoginIsSaidWithThePlacesWhereOneIsLookedFor() throws Exception {
    try (RealRegistry server = RealRegistry.withLogin(folder)) {
      RegistryClient client = RegistryClient.of(server.address(), RealRegistry.access(home));

      assertThatThrownBy(client::check)
          .isInstanceOf(WorkFailedException.class)
          .hasMessage(
              ("could not use the registry: the registry at %1$s: it wants a login, and there is"
                      + " none for it in %2$s/auth.json. Log in with: podman login %1$s")
                  .formatted(server.address(), home));
    }
  }

  @Test
  void aRegistryWithACertificateOfOnesOwnIsTrustedByDroverAndBuildah() throws Exception {
    Path certificate = folder.resolve("own.crt");
    Path key = folder.resolve("own.key");
    RealRegistry.certificate(certificate, key);
    try (RealRegistry server = RealRegistry.withTls(folder, Ports.free(), certificate, key)) {
      RegistryAccess access = server.logIn(home, RealRegistry.PASSWORD);
      Path trusted = home.resolve(".config/containers/certs.d").resolve(server.address());
      Trees.copy(certificate, trusted.resolve("ca.crt"));
      Trees.copy(certificate, home.resolve("certs.d").resolve(server.address()).resolve("ca.crt"));
      Containers containers = Containers.probe(folder);

      emptyImage(containers, server);
      containers
          .buildah(
              "push", "--tls-verify=true", "--authfile=" + home.resolve("auth.json"), image(server))
          .with("HOME", home.toString())
          .check("push");

      containers.buildah("rmi", image(server)).run();
      RegistryClient client = RegistryClient.of(server.address(), access);
      assertThat(client.find("shop/empty", "v1")).isPresent();
    }
  }

  @Test
  void aCertificateOfSomebodyElseIsRefused() throws Exception {
    Path certificate = folder.resolve("own.crt");
    RealRegistry.certificate(certificate, folder.resolve("own.key"));
    Path other = folder.resolve("other.crt");
    RealRegistry.certificate(other, folder.resolve("other.key"));
    try (RealRegistry server =
        RealRegistry.withTls(folder, Ports.free(), certificate, folder.resolve("own.key"))) {
      Trees.copy(other, home.resolve("certs.d").resolve(server.address()).resolve("ca.crt"));
      RegistryAccess access = server.logIn(home, RealRegistry.PASSWORD);

      assertThatThrownBy(() -> RegistryClient.of(server.address(), access).check())
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("its certificate is not trusted")
          .hasMessageContaining("/etc/containers/certs.d/" + server.address() + "/ca.crt");
    }
  }

  @Test
  void aRegistryThatShouldSpeakTlsAndDoesNotIsRefused() throws Exception {
    Path certificate = folder.resolve("own.crt");
    RealRegistry.certificate(certificate, folder.resolve("own.key"));
    try (RealRegistry server = RealRegistry.open(folder)) {
      Trees.copy(certificate, home.resolve("certs.d").resolve(server.address()).resolve("ca.crt"));
      RegistryClient client = RegistryClient.of(server.address(), RealRegistry.access(home));

      assertThatThrownBy(client::check)
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("it speaks no TLS");
    }
  }

  @Test
  void aRegistryWithAFullDiskSaysSo() throws Exception {
    Path small = Trees.make(folder.resolve("small"));
    Command.Result mounted =
        Command.of("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()).run();
    if (!mounted.succeeded()) {
      System.err.println("SKIPPED: a registry with a full disk, because nothing can be mounted");
    }
    Assumptions.assumeTrue(mounted.succeeded(), "nothing can be mounted");
    try (RealRegistry server = RealRegistry.open(small)) {
      RegistryClient client = RegistryClient.of(server.address(), RealRegistry.access(home));

      assertThatThrownBy(() -> client.pushBlob("a/b", "text/plain", randomFile(3_000_000)))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("could not push the blob")
          .hasMessageContaining("its disk is full; make room there");
    } finally {
      Command.of("umount", small.toString()).run();
    }
  }

  private void pushWithBuildah(
      Containers containers, RealRegistry server, String variable, Path value) throws Exception {
    emptyImage(containers, server);
    Command.Result pushed =
        containers
            .buildah("push", "--tls-verify=false", image(server))
            .with(variable, value.toString())
            .run();
    containers.buildah("rmi", image(server)).run();
    assertThat(pushed.succeeded()).as(pushed.error()).isTrue();
  }

  private static String image(RealRegistry server) {
    return server.address() + "/shop/empty:v1";
  }

  private static void emptyImage(Containers containers, RealRegistry server) throws Exception {
    String container = "drover-test-" + System.nanoTime();
    containers.buildah("from", "--name", container, "scratch").check("begin");
    containers.buildah("config", "--label", "a=b", container).check("configure");
    containers.buildah("commit", "--quiet", "--rm", container, image(server)).check("commit");
  }

  private Path randomFile(int size) throws Exception {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return Files.write(folder.resolve("random"), bytes);
  }
}
