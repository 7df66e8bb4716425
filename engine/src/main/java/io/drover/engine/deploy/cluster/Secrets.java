package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** What of a Secret must not be shown. */
final class Secrets {
  static final String MASK = "***";

  private Secrets() {}

  /** The values of a Secret: as they stand there, and decoded. */
  static Map<String, String> values(ObjectNode secret) {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : secret.path("data").properties()) {
      String encoded = entry.getValue().asText();
      values.put(encoded, decoded(encoded));
    }
    return values;
  }

  private static String decoded(String encoded) {
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return encoded;
    }
  }
}
