package io.drover.engine.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Documents attached to images: artifacts whose subject is the image's digest. Registries that do
 * not list them have an index under the tag {@code sha256-<hex>} instead. Source: OCI distribution
 * specification 1.1, "Listing Referrers" and "Referrers Tag Schema".
 */
public final class Referrers {
  private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
  private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RegistryClient client;

  private Referrers(RegistryClient client) {
    this.client = client;
  }

  /** What is attached to images of a registry. */
  public static Referrers of(RegistryClient client) {
    return new Referrers(client);
  }

  /**
   * The artifact of a type that is attached to an image, if the registry really has it.
   *
   * @param path the repository's path in the registry
   * @param subject the image's digest
   * @throws io.drover.engine.WorkFailedException if the registry fails
   */
  public Optional<Manifest> find(String path, String subject, String type)
      throws InterruptedException {
    for (String digest : digests(path, subject, type)) {
      Optional<Manifest> artifact = client.manifest(path, digest);
      if (artifact.isPresent()) {
        return artifact;
      }
    }
    return Optional.empty();
  }

  /**
   * Attaches an artifact to an image.
   *
   * @param subject the image
   * @return the artifact's manifest
   * @throws io.drover.engine.WorkFailedException if the registry fails
   */
  public Manifest attach(String path, Descriptor subject, Artifact artifact)
      throws InterruptedException {
    Descriptor config = client.pushBlob(path, EMPTY_TYPE, EMPTY);
    Descriptor content = client.pushBlob(path, artifact.type(), artifact.content());
    Manifest manifest = manifest(subject, artifact, config, content);
    if (!client.putManifest(path, manifest.digest(), manifest)) {
      addToIndex(path, subject.digest(), artifact, manifest);
    }
    return manifest;
  }

  private Set<String> digests(String path, String subject, String type)
      throws InterruptedException {
    Set<String> digests = new LinkedHashSet<>();
    client.referrers(path, subject).ifPresent(index -> collect(index, type, digests));
    client.manifest(path, tag(subject)).ifPresent(index -> collect(index, type, digests));
    return digests;
  }

  private static void collect(Manifest index, String type, Set<String> digests) {
    for (JsonNode entry : index.json().path("manifests")) {
      if (entry.path("artifactType").asText().equals(type)) {
        digests.add(entry.path("digest").asText());
      }
    }
  }

  private static Manifest manifest(
      Descriptor subject, Artifact artifact, Descriptor config, Descriptor content) {
    ObjectNode json = MAPPER.createObjectNode().put("schemaVersion", 2);
    json.put("mediaType", Manifest.OCI).put("artifactType", artifact.type());
    config.writeTo(json.putObject("config"));
    ObjectNode layer = content.writeTo(json.putArray("layers").addObject());
    layer.putObject("annotations").put("org.opencontainers.image.title", artifact.title());
    subject.writeTo(json.putObject("subject"));
    annotate(json, artifact.annotations());
    return new Manifest(Manifest.OCI, json.toString());
  }

  /** What is in the index stays in it; a manifest is in it once. */
  private void addToIndex(String path, String subject, Artifact artifact, Manifest manifest)
      throws InterruptedException {
    Optional<Manifest> old = client.manifest(path, tag(subject)).filter(Manifest::isIndex);
    ObjectNode index =
        old.map(o -> (ObjectNode) o.json())
            .orElseGet(
                () ->
                    MAPPER
                        .createObjectNode()
                        .put("schemaVersion", 2)
                        .put("mediaType", Manifest.OCI_INDEX));
    ArrayNode manifests =
        index.path("manifests").isArray()
            ? (ArrayNode) index.get("manifests")
            : index.putArray("manifests");
    for (JsonNode entry : manifests) {
      if (entry.path("digest").asText().equals(manifest.digest())) {
        return;
      }
    }
    ObjectNode entry = manifest.descriptor().writeTo(manifests.addObject());
    entry.put("artifactType", artifact.type());
    annotate(entry, artifact.annotations());
    client.putManifest(path, tag(subject), new Manifest(Manifest.OCI_INDEX, index.toString()));
  }

  private static void annotate(ObjectNode json, Map<String, String> annotations) {
    if (!annotations.isEmpty()) {
      ObjectNode node = json.putObject("annotations");
      new TreeMap<>(annotations).forEach(node::put);
    }
  }

  private static String tag(String subject) {
    return subject.replace(':', '-');
  }
}
