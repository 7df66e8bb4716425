package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Objects as YAML that people compare. */
final class ObjectText {
  /** Lines around a change: enough to see which container it is in. */
  private static final int CONTEXT = 3;

  private static final String APPLIED_BY_KUBECTL =
      "kubectl.kubernetes.io/last-applied-configuration";

  private ObjectText() {}

  /** The unified diff of two states of an object, of which one may not be there. */
  static List<String> diff(Optional<ObjectNode> before, Optional<ObjectNode> after) {
    Optional<ObjectNode> old = before.map(ObjectText::shown);
    Optional<ObjectNode> young = after.map(ObjectText::shown);
    mask(old, young);
    List<String> from = old.map(ObjectText::lines).orElse(List.of());
    List<String> to = young.map(ObjectText::lines).orElse(List.of());
    List<String> diff =
        UnifiedDiffUtils.generateUnifiedDiff(
            "before", "after", from, DiffUtils.diff(from, to), CONTEXT);
    // Without the two lines with the files' names.
    return diff.size() < 2 ? List.of() : List.copyOf(diff.subList(2, diff.size()));
  }

  private static ObjectNode shown(ObjectNode object) {
    ObjectNode shown = Normalized.of(object);
    if (shown.path("metadata").get("annotations") instanceof ObjectNode annotations) {
      annotations.remove(APPLIED_BY_KUBECTL);
    }
    return shown;
  }

  /** Shows of a Secret's values only which change. */
  private static void mask(Optional<ObjectNode> before, Optional<ObjectNode> after) {
    if (!isSecret(before) && !isSecret(after)) {
      return;
    }
    JsonNode old = data(before);
    JsonNode young = data(after);
    for (String key : keys(old, young)) {
      boolean changed = old.has(key) && young.has(key) && !old.path(key).equals(young.path(key));
      put(old, key, changed ? Secrets.MASK + " (before)" : Secrets.MASK);
      put(young, key, changed ? Secrets.MASK + " (after)" : Secrets.MASK);
    }
  }

  private static boolean isSecret(Optional<ObjectNode> object) {
    return object.filter(o -> o.path("kind").asText().equals("Secret")).isPresent();
  }

  private static JsonNode data(Optional<ObjectNode> object) {
    return object.map(o -> o.path("data")).orElse(Requests.JSON.missingNode());
  }

  private static List<String> keys(JsonNode before, JsonNode after) {
    List<String> keys = new ArrayList<>();
    before.fieldNames().forEachRemaining(keys::add);
    after.fieldNames().forEachRemaining(keys::add);
    return keys.stream().distinct().toList();
  }

  private static void put(JsonNode data, String key, String value) {
    if (data instanceof ObjectNode object && object.has(key)) {
      object.put(key, value);
    }
  }

  private static List<String> lines(ObjectNode object) {
    return Requests.TYPES
        .asYaml(sorted(object))
        .lines()
        .filter(line -> !line.equals("---"))
        .toList();
  }

  /** Sorted by name: what was written by hand and what the API server answers look alike. */
  private static Object sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new TreeMap<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        map.put(field.getKey(), sorted(field.getValue()));
      }
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(sorted(element)));
      return list;
    }
    return Requests.JSON.convertValue(node, Object.class);
  }
}
