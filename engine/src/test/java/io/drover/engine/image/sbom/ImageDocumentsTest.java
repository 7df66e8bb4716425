package io.drover.engine.image.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import io.drover.engine.image.BaseImage;
import io.drover.engine.image.registry.Manifest;
import io.drover.engine.image.registry.RealRegistry;
import io.drover.engine.image.registry.Referrers;
import io.drover.engine.image.registry.RegistryClient;
import io.drover.engine.image.sbom.ImageOrigin.ComponentOrigin;
import io.drover.engine.image.sbom.ImageOrigin.OwnPackage;
import io.drover.engine.process.Containers;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
@Timeout(300)
class ImageDocumentsTest {
  private static final String PATH = MadeUpImage.PATH;
  private static final ImageOrigin ORIGIN =
      new ImageOrigin(
          "catalog",
          "1.2+git20261101120000.0123456",
          "debian:12",
          "sha256:" + "a".repeat(64),
          List.of(
              new OwnPackage(
                  "shop-catalog",
                  "1.2+git20261101120000.0123456",
                  "b".repeat(64),
                  new ComponentOrigin(
                      "catalog",
                      Optional.of("https://git.example/team/shop.git"),
                      Optional.of("0123456789abcdef0123456789abcdef01234567"),
                      Optional.of(Instant.parse("2026-11-01T12:00:00Z"))))));

  private static final Map<String, String> BASE =
      Map.of(
          "etc/os-release",
          "PRETTY_NAME=\"Debian\"\nID=debian\nVERSION_ID=\"12\"\n",
          "./var/lib/dpkg/status",
          """
          Package: bash
          Status: install ok installed
          Architecture: amd64
          Version: 5.2.15-2+b13

          Package: curl
          Status: deinstall ok config-files
          Architecture: amd64
          Version: 7.88.1-10
          """,
          "usr/lib/python3/dist-packages/yaml.egg-info/PKG-INFO",
          "Name: yaml\nVersion: 6\n",
          "opt/app/node_modules/left-pad/package.json",
          "{\"name\": \"left-pad\", \"version\": \"1.3.0\"}",
          "opt/old/node_modules/gone/package.json",
          "{\"name\": \"gone\", \"version\": \"1\"}");

  private static final Map<String, String> OWN =
      Map.of(
          "var/lib/dpkg/status",
          """
          Package: bash
          Status: install ok installed
          Architecture: amd64
          Version: 5.2.15-2+b13

          Package: shop-catalog
          Status: install ok installed
          Architecture: amd64
          Version: 1.2+git20261101120000.0123456
          Description: the catalog
           Version: none
          """,
          "usr/local/lib/python3.11/site-packages/Flask_Cors-4.0.dist-info/METADATA",
          "Metadata-Version: 2.1\nName: Flask_Cors\nVersion: 4.0\n\nName: no\n",
          "opt/app/node_modules/@team/tool/package.json",
          "{\"name\": \"@team/tool\", \"version\": \"2.0.0\"}",
          "var/lib/gems/3.1.0/specifications/rack-2.2.7.gemspec",
          "Gem::Specification.new",
          "opt/.wh.old",
          "");

  @TempDir private Path folder;
  private RealRegistry server;
  private RegistryClient client;
  private final List<String> log = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    server = RealRegistry.open(folder);
    client = RegistryClient.of(server.address(), RealRegistry.access(folder));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void theDocumentsSayWhatIsInTheImageAndWhereItCameFrom() throws Exception {
    Manifest image = new MadeUpImage(client).layer(BASE).layer(OWN).image();

    documents().ensure(PATH, image, ORIGIN, log::add);

    assertThat(log).containsExactly("attached an SBOM of 6 packages", "attached its provenance");
    String sbom = attached(image, Sbom.TYPE);
    assertThat(new JsonParser().validate(sbom, Version.VERSION_16)).isEmpty();
    assertGolden("sbom.json", sbom, image);
    assertGolden("provenance.json", attached(image, Provenance.TYPE), image);
  }

  @Test
  void anImageOfOthersIsReadFromItsLayersAndGetsNothingAttached() throws Exception {
    Manifest image = new MadeUpImage(client).layer(BASE).image();

    String sbom = documents().billOfMaterials(PATH, "1", image.digest());

    assertThat(new JsonParser().validate(sbom, Version.VERSION_16)).isEmpty();
    assertThat(sbom).contains("pkg:deb/debian/bash@5.2.15-2%2Bb13").doesNotContain("drover:base");
    assertThat(documents().read(PATH, image.digest(), ImageDocuments.Kind.SBOM)).isEmpty();
    String missing = "sha256:" + "0".repeat(64);
    assertThatThrownBy(() -> documents().billOfMaterials(PATH, "1", missing))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("no image " + PATH);
  }

  @Test
  void attachmentsAreMadeOnceAndAgainWhenTheyAreLost() throws Exception {
    Manifest image = new MadeUpImage(client).layer(BASE).image();
    documents().ensure(PATH, image, ORIGIN, log::add);
    String tag = image.digest().replace(':', '-');
    Manifest index = client.manifest(PATH, tag).orElseThrow();
    log.clear();

    documents().ensure(PATH, image, ORIGIN, log::add);
    assertThat(log).isEmpty();

    client.putManifest(
        PATH,
        tag,
        new Manifest(
            Manifest.OCI_INDEX,
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}"
                .formatted(Manifest.OCI_INDEX)));
    documents().ensure(PATH, image, ORIGIN, log::add);
    assertThat(log).hasSize(2);
    assertThat(client.manifest(PATH, tag)).contains(index);
  }

  @Test
  void whatOthersAttachedStays() throws Exception {
    Manifest image = new MadeUpImage(client).layer(BASE).image();
    Referrers referrers = Referrers.of(client);
    referrers.attach(
        PATH,
        image.descriptor(),
        new io.drover.engine.image.registry.Artifact(
            "text/plain", "note", "hello".getBytes(), Map.of()));

    documents().ensure(PATH, image, ORIGIN, log::add);

    assertThat(referrers.find(PATH, image.digest(), "text/plain")).isPresent();
    assertThat(referrers.find(PATH, image.digest(), Sbom.TYPE)).isPresent();
  }

  @Test
  void aLayerOfUnknownCompressionMakesTheListIncomplete() throws Exception {
    Manifest image =
        new MadeUpImage(client)
            .layer(BASE)
            .push("application/vnd.oci.image.layer.v1.tar+zstd", "what?".getBytes())
            .image();

    documents().ensure(PATH, image, ORIGIN, log::add);

    assertThat(attached(image, Sbom.TYPE)).contains("\"aggregate\" : \"incomplete\"");
  }

  @Test
  void aBrokenLayerIsSaid() throws Exception {
    Manifest image =
        new MadeUpImage(client)
            .push("application/vnd.oci.image.layer.v1.tar+gzip", "no gzip".getBytes())
            .image();

    assertThatThrownBy(() -> documents().ensure(PATH, image, ORIGIN, log::add))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageStartingWith("could not read the layer sha256:")
        .hasMessageContaining("of shop/catalog: ");
  }

  @Test
  void aRealDebianImageIsReadWhole() throws Exception {
    Containers containers = Containers.probe(folder);
    String name = server.address() + "/" + PATH + ":v1";
    containers
        .buildah("push", "--tls-verify=false", BaseImage.ensure(containers), "docker://" + name)
        .timeout(Duration.ofMinutes(5))
        .check("push");
    Manifest image = client.manifest(PATH, "v1").orElseThrow();

    documents().ensure(PATH, image, ORIGIN, log::add);

    String sbom = attached(image, Sbom.TYPE);
    assertThat(new JsonParser().validate(sbom, Version.VERSION_16)).isEmpty();
    Bom bom = new JsonParser().parse(sbom.getBytes(StandardCharsets.UTF_8));
    String expected =
        containers
            .podman(
                "run",
                "--rm",
                BaseImage.ensure(containers),
                "dpkg-query",
                "-W",
                "-f",
                "${Package} ${Version}\\n")
            .check("list the packages")
            .output();
    List<String> found =
        bom.getComponents().stream()
            .filter(c -> c.getPurl() != null && c.getPurl().startsWith("pkg:deb/debian/"))
            .map(c -> c.getName() + " " + c.getVersion())
            .toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected.lines().toList());
  }

  /** As another process would. */
  private ImageDocuments documents() {
    return ImageDocuments.of(client);
  }

  private String attached(Manifest image, String type) throws Exception {
    Manifest manifest = Referrers.of(client).find(PATH, image.digest(), type).orElseThrow();
    try (InputStream in = client.blob(PATH, manifest.layers().get(0))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertGolden(String name, String text, Manifest image) throws Exception {
    String general = text.replace(image.digest().substring(7), "DIGEST").strip() + "\n";
    Path golden = Path.of("src/test/resources/io/drover/engine/image/sbom").resolve(name);
    if (Boolean.parseBoolean(System.getenv("UPDATE_GOLDEN"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, general);
    }
    assertThat(general).isEqualTo(Files.readString(golden));
  }
}
