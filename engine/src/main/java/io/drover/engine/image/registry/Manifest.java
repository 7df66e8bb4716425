package io.drover.engine.image.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A manifest of an image, an index or an artifact, kept to the byte because its digest depends on
 * each.
 *
 * @param mediaType its kind
 * @param text the JSON text
 */
public record Manifest(String mediaType, String text) {
  /** An image or an artifact. */
  public static final String OCI = "application/vnd.oci.image.manifest.v1+json";

  /** An image as docker writes it. */
  public static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";

  /** Several manifests, by platform or by what they belong to. */
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

  /** Several manifests, as docker writes it. */
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The digest of the text. */
  public String digest() {
    return Digests.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Its length in bytes. */
  public long size() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** What names it in other manifests. */
  public Descriptor descriptor() {
    return new Descriptor(mediaType, digest(), size());
  }

  /** Whether it names other manifests and no layers. */
  public boolean isIndex() {
    return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
  }

  /** An image's configuration. */
  public Descriptor config() {
    return Descriptor.of(json().path("config"));
  }

  /** An image's layers, the base's first. */
  public List<Descriptor> layers() {
    return descriptors("layers");
  }

  /** What an index names. */
  public List<Descriptor> manifests() {
    return descriptors("manifests");
  }

  /**
   * The parsed text.
   *
   * @throws WorkFailedException if it is no JSON
   */
  public JsonNode json() {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new WorkFailedException("the registry holds a manifest that is no JSON: " + digest());
    }
  }

  private List<Descriptor> descriptors(String field) {
    return StreamSupport.stream(json().path(field).spliterator(), false)
        .map(Descriptor::of)
        .toList();
  }
}
