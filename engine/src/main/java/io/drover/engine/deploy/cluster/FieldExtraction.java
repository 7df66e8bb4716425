package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cuts the fields out of a live object that one manager owns. */
final class FieldExtraction {
  private FieldExtraction() {}

  /**
   * The owned part of a value.
   *
   * @param others what other managers own of the same value
   */
  static JsonNode of(JsonNode live, JsonNode owned, List<JsonNode> others) {
    if (FieldKey.isLeaf(owned)) {
      return whole(live, others);
    }
    if (live instanceof ArrayNode list) {
      return FieldKey.has(owned, FieldKey.ELEMENT)
          ? elements(list, owned, others)
          : values(list, owned);
    }
    return live instanceof ObjectNode object ? fields(object, owned, others) : live;
  }

  /** All of it, unless somebody else owns parts: then it was applied empty. */
  private static JsonNode whole(JsonNode live, List<JsonNode> others) {
    boolean inParts = others.stream().anyMatch(other -> !FieldKey.isLeaf(other));
    if (inParts && live.isObject()) {
      return Requests.JSON.createObjectNode();
    }
    return inParts && live.isArray() ? Requests.JSON.createArrayNode() : live.deepCopy();
  }

  private static ObjectNode fields(ObjectNode live, JsonNode owned, List<JsonNode> others) {
    ObjectNode result = Requests.JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> field : owned.properties()) {
      if (field.getKey().startsWith(FieldKey.FIELD)) {
        String name = field.getKey().substring(2);
        JsonNode value = live.path(name);
        if (!value.isMissingNode()) {
          result.set(name, of(value, field.getValue(), below(others, field.getKey())));
        }
      }
    }
    return result;
  }

  private static ArrayNode elements(ArrayNode live, JsonNode owned, List<JsonNode> others) {
    ArrayNode result = Requests.JSON.createArrayNode();
    for (JsonNode element : live) {
      ownedElement(element, owned).ifPresent(entry -> result.add(element(element, entry, others)));
    }
    return result;
  }

  private static ObjectNode element(
      JsonNode live, Map.Entry<String, JsonNode> entry, List<JsonNode> others) {
    ObjectNode cut = Requests.JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> key : FieldKey.parse(entry.getKey()).properties()) {
      boolean given = entry.getValue().has(FieldKey.FIELD + key.getKey());
      if (given || !FieldKey.isDefault(key)) {
        cut.set(key.getKey(), key.getValue());
      }
    }
    if (!FieldKey.isLeaf(entry.getValue())) {
      cut.setAll(fields((ObjectNode) live, entry.getValue(), below(others, entry.getKey())));
    }
    return cut;
  }

  private static Optional<Map.Entry<String, JsonNode>> ownedElement(
      JsonNode element, JsonNode owned) {
    return owned.properties().stream()
        .filter(entry -> entry.getKey().startsWith(FieldKey.ELEMENT))
        .filter(entry -> FieldKey.matches(element, FieldKey.parse(entry.getKey())))
        .findFirst();
  }

  private static ArrayNode values(ArrayNode live, JsonNode owned) {
    List<JsonNode> mine =
        owned.properties().stream()
            .filter(entry -> entry.getKey().startsWith(FieldKey.VALUE))
            .map(entry -> FieldKey.parse(entry.getKey()))
            .toList();
    ArrayNode result = Requests.JSON.createArrayNode();
    live.forEach(
        value -> {
          if (mine.contains(value)) {
            result.add(value);
          }
        });
    return result;
  }

  private static List<JsonNode> below(List<JsonNode> others, String key) {
    return others.stream()
        .map(other -> other.path(key))
        .filter(other -> !other.isMissingNode())
        .toList();
  }
}
