package io.drover.engine.image.sbom;

import io.drover.engine.WorkFailedException;
import io.drover.engine.image.ImageBuilder;
import io.drover.engine.image.registry.Artifact;
import io.drover.engine.image.registry.Manifest;
import io.drover.engine.image.registry.Referrers;
import io.drover.engine.image.registry.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The documents of images: a bill of materials and a provenance, attached to each image in the
 * registry, once.
 */
public final class ImageDocuments {
  private final RegistryClient client;
  private final Referrers referrers;
  private final ImageReader reader;

  private ImageDocuments(RegistryClient client) {
    this.client = client;
    this.referrers = Referrers.of(client);
    this.reader = new ImageReader(client);
  }

  /** The documents of a registry's images. */
  public static ImageDocuments of(RegistryClient client) {
    return new ImageDocuments(client);
  }

  /**
   * Attaches to an image what is missing.
   *
   * @param path the repository's path in the registry
   * @param image the image's manifest
   * @param log told what is attached
   * @throws WorkFailedException if the registry fails, or the image cannot be read
   */
  public void ensure(String path, Manifest image, ImageOrigin origin, Consumer<String> log)
      throws InterruptedException {
    String digest = image.digest();
    if (referrers.find(path, digest, Sbom.TYPE).isEmpty()) {
      ImageContents contents = reader.read(path, image);
      String text = Sbom.of(digest, origin, contents);
      attach(path, image, artifact(Sbom.TYPE, "sbom.cdx.json", text, Map.of(), origin));
      log.accept("attached an SBOM of %d packages".formatted(contents.packages().size()));
    }
    if (referrers.find(path, digest, Provenance.TYPE).isEmpty()) {
      String text = Provenance.of(digest, origin, builder(path, image));
      Map<String, String> predicate = Map.of("in-toto.io/predicate-type", Provenance.PREDICATE);
      attach(path, image, artifact(Provenance.TYPE, "provenance.json", text, predicate, origin));
      log.accept("attached its provenance");
    }
  }

  private String builder(String path, Manifest image) throws InterruptedException {
    return client
        .json(path, image.config())
        .path("config")
        .path("Labels")
        .path(ImageBuilder.BUILDER_LABEL)
        .asText("unknown");
  }

  /** Kinds of documents. */
  public enum Kind {
    /** CycloneDX. */
    SBOM(Sbom.TYPE),
    /** SLSA. */
    PROVENANCE(Provenance.TYPE);

    private final String type;

    Kind(String type) {
      this.type = type;
    }
  }

  /**
   * Reads a document that is attached to an image.
   *
   * @param path the repository's path in the registry
   * @param digest the image's
   * @return its JSON text; empty if there is none
   * @throws WorkFailedException if the registry fails
   */
  public Optional<String> read(String path, String digest, Kind kind) throws InterruptedException {
    Optional<Manifest> artifact = referrers.find(path, digest, kind.type);
    return artifact.isPresent()
        ? Optional.of(client.json(path, artifact.get().layers().get(0)).toPrettyString())
        : Optional.empty();
  }

  /**
   * The bill of materials of an image that has none attached, whoever made it, read from its layers
   * now.
   *
   * @param path the repository's path in the registry
   * @param version what the document calls it
   * @return CycloneDX as JSON text
   * @throws WorkFailedException if the registry fails or has no such image, or it cannot be read
   */
  public String billOfMaterials(String path, String version, String digest)
      throws InterruptedException {
    Manifest image =
        client
            .manifest(path, digest)
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "the registry has no image %s@%s".formatted(path, digest)));
    if (image.isIndex()) {
      throw new WorkFailedException(
          "%s@%s names images of several platforms: give the digest of one of them"
              .formatted(path, digest));
    }
    ImageOrigin unknown = new ImageOrigin(path, version, "", "", List.of());
    return Sbom.of(digest, unknown, reader.read(path, image));
  }

  private void attach(String path, Manifest image, Artifact artifact) throws InterruptedException {
    referrers.attach(path, image.descriptor(), artifact);
  }

  private static Artifact artifact(
      String type, String title, String text, Map<String, String> more, ImageOrigin origin) {
    Map<String, String> annotations = new TreeMap<>(more);
    // The specification wants a time; files of no commit have this one.
    annotations.put(
        "org.opencontainers.image.created", origin.time().orElse(Instant.EPOCH).toString());
    return new Artifact(type, title, text.getBytes(StandardCharsets.UTF_8), annotations);
  }
}
