package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * The names that {@code fieldsV1} uses: {@code f:image} a field, {@code k:{"name":"web"}} an
 * element of a list by its keys, {@code v:"x"} an element of a set, {@code .} the thing itself.
 */
final class FieldKey {
  static final String FIELD = "f:";
  static final String ELEMENT = "k:";
  static final String VALUE = "v:";
  static final String SELF = ".";

  /** What the API server puts for keys that are not given. */
  private static final Map<String, String> DEFAULTS = Map.of("protocol", "TCP");

  private FieldKey() {}

  /** Whether the node says something of what is below, other than that it is there. */
  static boolean isLeaf(JsonNode owned) {
    return owned.isEmpty();
  }

  /** Whether the names of an owned list are of this sort. */
  static boolean has(JsonNode owned, String sort) {
    return owned.properties().stream().anyMatch(field -> field.getKey().startsWith(sort));
  }

  /** The keys or the value in a name. */
  static JsonNode parse(String name) {
    try {
      return Requests.JSON.readTree(name.substring(2));
    } catch (JsonProcessingException e) {
      return Requests.JSON.missingNode();
    }
  }

  /** The element of a list with these keys. */
  static Optional<JsonNode> element(JsonNode list, JsonNode keys) {
    for (JsonNode element : list) {
      if (matches(element, keys)) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  static boolean matches(JsonNode element, JsonNode keys) {
    if (!(element instanceof ObjectNode) || keys.isEmpty()) {
      return false;
    }
    for (Map.Entry<String, JsonNode> key : keys.properties()) {
      JsonNode value = element.path(key.getKey());
      boolean same = value.isMissingNode() ? isDefault(key) : Scalars.same(value, key.getValue());
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** Whether this is what the API server puts for a key that is not given. */
  static boolean isDefault(Map.Entry<String, JsonNode> key) {
    return key.getValue().asText().equals(DEFAULTS.get(key.getKey()));
  }
}
