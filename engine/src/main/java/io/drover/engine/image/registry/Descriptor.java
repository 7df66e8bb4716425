package io.drover.engine.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Names something that a registry keeps. Source: OCI image specification, "Content Descriptors".
 *
 * @param mediaType what it is
 * @param digest {@code sha256:} and 64 hex digits
 * @param size in bytes
 */
public record Descriptor(String mediaType, String digest, long size) {
  static Descriptor of(JsonNode json) {
    return new Descriptor(
        json.path("mediaType").asText(), json.path("digest").asText(), json.path("size").asLong());
  }

  /** Writes the three fields into an object. */
  public ObjectNode writeTo(ObjectNode json) {
    return json.put("mediaType", mediaType).put("digest", digest).put("size", size);
  }
}
