package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Objects as server-side apply takes them: only what the one who applies has an opinion on. */
final class Applicable {
  /** What the API server fills in. */
  private static final List<String> SERVER_METADATA =
      List.of(
          "creationTimestamp",
          "deletionGracePeriodSeconds",
          "deletionTimestamp",
          "generation",
          "managedFields",
          "resourceVersion",
          "selfLink",
          "uid");

  private Applicable() {}

  static ObjectNode of(HasMetadata object, String namespace) {
    ObjectNode json = Requests.TYPES.convertValue(object, ObjectNode.class);
    withoutServerFields(json);
    metadata(json).put("namespace", namespace);
    switch (json.path("kind").asText()) {
      case "Secret" -> encode(json);
      case "Service" -> protocols(json);
      default -> {}
    }
    return json;
  }

  /** Removes what the API server fills in and what is not configuration. */
  static ObjectNode withoutServerFields(ObjectNode json) {
    json.remove("status");
    metadata(json).remove(SERVER_METADATA);
    return json;
  }

  static ObjectNode metadata(ObjectNode json) {
    return json.get("metadata") instanceof ObjectNode metadata
        ? metadata
        : json.putObject("metadata");
  }

  /** The API server never shows {@code stringData} again: it becomes {@code data}. */
  private static void encode(ObjectNode secret) {
    if (secret.remove("stringData") instanceof ObjectNode plain) {
      ObjectNode data = secret.withObjectProperty("data");
      for (Map.Entry<String, JsonNode> entry : plain.properties()) {
        byte[] value = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(entry.getKey(), Base64.getEncoder().encodeToString(value));
      }
    }
  }

  /** A port's protocol is part of its key, for which API servers before 1.21 know no default. */
  private static void protocols(ObjectNode service) {
    for (JsonNode port : service.path("spec").path("ports")) {
      if (port instanceof ObjectNode object && !object.has("protocol")) {
        object.put("protocol", "TCP");
      }
    }
  }
}
