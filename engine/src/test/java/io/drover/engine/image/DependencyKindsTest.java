package io.drover.engine.image;

import static io.drover.config.model.DependencyType.GEM_PACKAGE;
import static io.drover.config.model.DependencyType.NPM_PACKAGE;
import static io.drover.config.model.DependencyType.PIP_PACKAGE;
import static io.drover.engine.image.Dependencies.debian;
import static io.drover.engine.image.Dependencies.fromLocation;
import static io.drover.engine.image.Dependencies.fromRepository;
import static io.drover.engine.image.Dependencies.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.aptly.PackageRepository;
import io.drover.engine.WorkFailedException;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.run.local.LocalServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Packages of each kind in real images, from real repositories. */
@Tag("real")
@Timeout(900)
class DependencyKindsTest {
  private static final String BASE = "debian:12";

  @TempDir private static Path folder;
  private static ImageWorkshop workshop;

  @BeforeAll
  static void open() throws InterruptedException {
    workshop = ImageWorkshop.open(folder.resolve("machine"));
  }

  @AfterAll
  static void close() throws Exception {
    if (workshop != null) {
      workshop.close();
    }
  }

  @Test
  void pipPackagesComeFromThePlatformsIndexAndItsPasswordStaysHidden() throws Exception {
    Path index = folder.resolve("pip");
    TinyPackages.wheel(index, "1.2.4");
    TinyPackages.wheel(index, "1.20.0");
    try (FileServer server = FileServer.of(index, "team", "pa55word")) {
      Map<String, String> platform =
          Map.of("PIP_INDEX_URL", "http://team:pa55word@%s/".formatted(server.address()));

      ImageReference image = workshop.agent(BASE, platform, of(PIP_PACKAGE, "tiny", "1.2"));

      assertThat(workshop.installations())
          .containsExactly("+ provide pip", "+ pip install tiny==1.2.*");
      assertThat(workshop.run(image, "tiny-wheel")).isEqualTo("1.2.4");
      assertThat(String.join("\n", workshop.log))
          .contains(server.address())
          .doesNotContain("pa55word");
      assertThat(
              workshop.run(
                  image, "grep -rl pa55word / --exclude-dir=proc --exclude-dir=sys || true"))
          .isEmpty();
      assertThatThrownBy(() -> workshop.agent(BASE, platform, of(PIP_PACKAGE, "tiny", "7")))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("could not install tiny==7.*")
          .hasMessageNotContaining("pa55word");
    }
  }

  @Test
  void gemsComeFromThePlatformsHost() throws Exception {
    ImageWorkshop.needs("gem");
    Path index = folder.resolve("gem");
    TinyPackages.gem(index, "1.2.4");
    TinyPackages.gem(index, "1.20.0");
    TinyPackages.gemIndex(index);
    try (FileServer server = FileServer.of(index, "team", "pa55word")) {
      ImageReference image =
          workshop.agent(
              BASE,
              Map.of("RUBYGEMS_HOST", "http://team:pa55word@%s/".formatted(server.address())),
              of(GEM_PACKAGE, "tiny", "1.2"));

      assertThat(workshop.installations())
          .containsExactly("+ provide gem", "+ gem install tiny:~> 1.2.0");
      assertThat(workshop.run(image, "tiny-gem")).isEqualTo("1.2.4");
      assertThat(String.join("\n", workshop.log)).doesNotContain("pa55word");
    }
  }

  @Test
  void npmPackagesComeFromTheRegistry() throws Exception {
    Map<String, String> platform = new TreeMap<>();
    // Where everything goes through a proxy of the company's, its certificates have to be trusted.
    Optional.ofNullable(System.getenv("SSL_CERT_FILE"))
        .ifPresent(f -> platform.put("DROVER_CA_CERTIFICATES", f));

    ImageReference image = workshop.agent(BASE, platform, of(NPM_PACKAGE, "semver", "7.5"));

    assertThat(workshop.installations())
        .containsExactly("+ provide npm", "+ npm install --global semver@7.5");
    assertThat(
            workshop.run(
                image, "semver 1.2.3; grep '\"version\"' $(npm root -g)/semver/package.json"))
        .startsWith("1.2.3")
        .contains("7.5.");
  }

  @Test
  void aFileFromTheWebIsInstalledWithWhatItDependsOn() throws Exception {
    Path files = Files.createDirectories(folder.resolve("files"));
    Path deb = TinyPackages.deb(files, "tool", "3.1");
    try (FileServer server = FileServer.of(files)) {
      String location = server.uri() + deb.getFileName().toString();
      ImageReference image =
          workshop.agent(BASE, Map.of(), fromLocation("tool", location, sha256(deb)));

      assertThat(workshop.run(image, "tiny-tool; echo 1+1 | bc")).isEqualTo("3.1\n2");
      assertThat(workshop.agent(BASE, Map.of(), fromLocation("tool", location, null)))
          .isEqualTo(image);
      assertThat(workshop.installations()).isEmpty();

      String wrong = "0".repeat(64);
      assertThatThrownBy(
              () -> workshop.agent(BASE, Map.of(), fromLocation("tool", location, wrong)))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContainingAll(location, wrong, sha256(deb));
      assertThatThrownBy(
              () -> workshop.agent(BASE, Map.of(), fromLocation("other", location, null)))
          .hasMessageContaining("the file at the location of other holds another package");
    }
  }

  @Test
  void anExtraRepositoryIsTrustedWithItsKeyAlone() throws Exception {
    Path own = folder.resolve("o");
    LocalServers servers = new LocalServers("tools", own, Optional.empty(), line -> {});
    try {
      SigningKey key = SigningKey.ensure(servers.signingHome(), "tools");
      PackageRepository packages = servers.packages(key);
      packages.publish(
          "tool", "3.1", List.of(TinyPackages.deb(folder, "extra", "3.1")), line -> {});
      String repository =
          "deb [arch=amd64] %s %s %s"
              .formatted(packages.root(), packages.distribution(), packages.component());

      ImageReference image =
          workshop.agent(
              BASE,
              Map.of(),
              debian("patch"),
              fromRepository("extra", repository, key.publicKey()));

      assertThat(workshop.installations())
          .containsExactly("+ apt-get install patch", "+ apt-get install extra");
      assertThat(
              workshop.run(image, "tiny-extra; ls /etc/apt/sources.list.d /etc/apt/trusted.gpg.d"))
          .startsWith("3.1")
          .doesNotContain("drover");
      assertThatThrownBy(
              () -> workshop.agent(BASE, Map.of(), fromRepository("extra", repository, null)))
          .hasMessageContaining("could not install extra")
          .hasMessageContaining("is not signed");
    } finally {
      servers.stop();
    }
  }

  @Test
  void aUrlIsARepositoryOfTheBasesOwnRelease() throws Exception {
    ImageReference image =
        workshop.agent(BASE, Map.of(), fromRepository("bc", "http://deb.debian.org/debian", null));

    assertThat(workshop.run(image, "echo 1+1 | bc")).isEqualTo("2");
  }

  /** A Debian under Ubuntu's name: what counts is the name in the files, and apt in the image. */
  @Test
  void anUbuntuThatTheRegistryHasIsABaseAsDebianIs() throws Exception {
    workshop.pushBase(BaseImage.ensure(workshop.containers), "ubuntu:22.04");

    ImageReference image = workshop.agent("ubuntu:22.04", Map.of(), debian("bc"));

    assertThat(workshop.run(image, "echo 1+1 | bc")).isEqualTo("2");
  }

  @Test
  void anotherPackageOfAKindLeavesTheLayersBelowAsTheyAre() throws Exception {
    Path index = folder.resolve("more");
    TinyPackages.wheel(index, "1.2.4");
    try (FileServer server = FileServer.of(index)) {
      Map<String, String> platform = Map.of("PIP_INDEX_URL", server.uri().toString());
      workshop.agent(BASE, platform, debian("make"), of(PIP_PACKAGE, "tiny"));
      assertThat(workshop.installations())
          .containsExactly("+ apt-get install make", "+ provide pip", "+ pip install tiny");

      try (ImageWorkshop another = workshop.another(folder.resolve("other"))) {
        another.agent(BASE, platform, of(PIP_PACKAGE, "tiny", "1.2"), debian("make"));
        assertThat(another.installations()).containsExactly("+ pip install tiny==1.2.*");
      }
    }
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
