package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Compares what is wanted with what is there and with what Drover owns of it. They are the same if
 * everything wanted is owned and there, and everything owned is wanted. How lists are compared
 * follows from how the API server has noted them: by keys, as a set, or as one value.
 */
final class FieldComparison {
  /** Lists with keys in which the order still means something. */
  private static final Set<String> ORDERED = Set.of("initContainers");

  /** What the API server fills into values that it keeps as one; the same wherever it does. */
  private static final Map<String, Set<String>> DEFAULTS =
      Map.of(
          "apiVersion", Set.of("v1"),
          "kind", Set.of("PersistentVolumeClaim"),
          "protocol", Set.of("TCP"),
          "volumeMode", Set.of("Filesystem"));

  private static final Map<String, Set<String>> GATEWAY_DEFAULTS =
      Map.of(
          "group", Set.of("", "gateway.networking.k8s.io"),
          "kind", Set.of("Gateway", "Service"),
          "weight", Set.of("1"));

  private final ObjectNode desired;
  private final boolean gateway;

  FieldComparison(ObjectNode desired) {
    this.desired = desired;
    this.gateway = desired.path("apiVersion").asText().startsWith("gateway.networking.k8s.io/");
  }

  boolean same(ObjectNode live, JsonNode owned) {
    ObjectNode wanted = desired.objectNode();
    wanted.setAll(desired);
    wanted.remove(Set.of("apiVersion", "kind", "metadata"));
    if (desired.get("metadata") instanceof ObjectNode metadata) {
      // Name and namespace are not owned by anybody.
      ObjectNode ownable = desired.objectNode();
      ownable.setAll(metadata);
      ownable.remove(Set.of("name", "namespace"));
      if (!ownable.isEmpty()) {
        wanted.set("metadata", ownable);
      }
    }
    return sameObject("", wanted, live, owned);
  }

  private boolean same(String parent, String name, JsonNode wanted, JsonNode live, JsonNode owned) {
    if (live.isMissingNode() || live.isNull()) {
      return Scalars.isEmpty(wanted) && FieldKey.isLeaf(owned);
    }
    if (wanted.isObject() && live.isObject()) {
      return FieldKey.isLeaf(owned)
          ? sameValue(parent, name, wanted, live)
          : sameObject(name, wanted, live, owned);
    }
    if (wanted.isArray() && live.isArray()) {
      return sameList(parent, name, wanted, live, owned);
    }
    return FieldKey.isLeaf(owned) && sameValue(parent, name, wanted, live);
  }

  private boolean sameObject(String name, JsonNode wanted, JsonNode live, JsonNode owned) {
    for (Map.Entry<String, JsonNode> field : wanted.properties()) {
      if (field.getValue().isNull()) {
        continue;
      }
      JsonNode ownedField = owned.path(FieldKey.FIELD + field.getKey());
      JsonNode liveField = live.path(field.getKey());
      boolean same =
          ownedField.isMissingNode()
              ? isEmptyObject(field.getValue()) && liveField.isObject()
              : same(name, field.getKey(), field.getValue(), liveField, ownedField);
      if (!same) {
        return false;
      }
    }
    return ownsNothingElse(wanted, live, owned);
  }

  /** API servers before 1.21 do not note who owns an object without fields. */
  private static boolean isEmptyObject(JsonNode wanted) {
    return wanted.isObject() && wanted.isEmpty();
  }

  /** What is owned and no longer wanted would be removed, if it is there. */
  private static boolean ownsNothingElse(JsonNode wanted, JsonNode live, JsonNode owned) {
    for (Map.Entry<String, JsonNode> field : owned.properties()) {
      String key = field.getKey();
      if (key.equals(FieldKey.SELF)) {
        continue;
      }
      String name = key.substring(2);
      boolean gone = !live.has(name) && FieldKey.isLeaf(field.getValue());
      if (!key.startsWith(FieldKey.FIELD) || !wanted.hasNonNull(name) && !gone) {
        return false;
      }
    }
    return true;
  }

  private boolean sameList(
      String parent, String name, JsonNode wanted, JsonNode live, JsonNode owned) {
    if (FieldKey.isLeaf(owned)) {
      return sameValue(parent, name, wanted, live);
    }
    if (FieldKey.has(owned, FieldKey.ELEMENT)) {
      return sameByKeys(name, wanted, live, owned);
    }
    return FieldKey.has(owned, FieldKey.VALUE) && sameSet(wanted, live, owned);
  }

  private boolean sameByKeys(String name, JsonNode wanted, JsonNode live, JsonNode owned) {
    int found = 0;
    for (Map.Entry<String, JsonNode> element : owned.properties()) {
      if (element.getKey().equals(FieldKey.SELF)) {
        continue;
      }
      if (!element.getKey().startsWith(FieldKey.ELEMENT)) {
        return false;
      }
      JsonNode keys = FieldKey.parse(element.getKey());
      Optional<JsonNode> wantedElement = FieldKey.element(wanted, keys);
      Optional<JsonNode> liveElement = FieldKey.element(live, keys);
      if (wantedElement.isEmpty()
          || liveElement.isEmpty()
          || !sameElement(name, wantedElement.get(), liveElement.get(), element.getValue(), keys)) {
        return false;
      }
      found++;
    }
    return found == wanted.size() && (!isOrdered(name, wanted) || sameOrder(wanted, live));
  }

  /** An element of which only the keys are owned has nothing else to be compared. */
  private boolean sameElement(
      String name, JsonNode wanted, JsonNode live, JsonNode owned, JsonNode keys) {
    if (FieldKey.isLeaf(owned)) {
      return wanted.size() <= keys.size();
    }
    return sameObject(name, wanted, live, owned);
  }

  /** Environment variables may refer to those before them. */
  private static boolean isOrdered(String name, JsonNode wanted) {
    return ORDERED.contains(name) || name.equals("env") && refers(wanted);
  }

  private static boolean refers(JsonNode variables) {
    return StreamSupport.stream(variables.spliterator(), false)
        .anyMatch(variable -> variable.path("value").asText().contains("$("));
  }

  private static boolean sameOrder(JsonNode wanted, JsonNode live) {
    int position = 0;
    for (JsonNode element : wanted) {
      while (position < live.size()
          && !live.get(position).path("name").equals(element.path("name"))) {
        position++;
      }
      if (position == live.size()) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameSet(JsonNode wanted, JsonNode live, JsonNode owned) {
    Set<JsonNode> wantedValues = new HashSet<>();
    wanted.forEach(wantedValues::add);
    Set<JsonNode> liveValues = new HashSet<>();
    live.forEach(liveValues::add);
    Set<JsonNode> ownedValues = new HashSet<>();
    for (Map.Entry<String, JsonNode> value : owned.properties()) {
      if (value.getKey().startsWith(FieldKey.VALUE)) {
        ownedValues.add(FieldKey.parse(value.getKey()));
      }
    }
    return ownedValues.equals(wantedValues) && liveValues.containsAll(wantedValues);
  }

  /** Compares what the API server keeps as one value: all of it, but for what it fills in. */
  private boolean sameValue(String parent, String name, JsonNode wanted, JsonNode live) {
    if (wanted.isObject() && live.isObject()) {
      Set<String> fields = new HashSet<>();
      wanted.fieldNames().forEachRemaining(fields::add);
      live.fieldNames().forEachRemaining(fields::add);
      return fields.stream()
          .allMatch(field -> sameField(name, field, wanted.path(field), live.path(field)));
    }
    if (wanted.isArray() && live.isArray()) {
      if (wanted.size() != live.size()) {
        return false;
      }
      for (int i = 0; i < wanted.size(); i++) {
        if (!sameValue(parent, name, wanted.get(i), live.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (Scalars.isQuantity(parent, name)) {
      return Scalars.sameQuantity(wanted, live);
    }
    return Scalars.same(wanted, live);
  }

  private boolean sameField(String parent, String field, JsonNode wanted, JsonNode live) {
    if (wanted.isMissingNode() || wanted.isNull()) {
      // A StatefulSet's claims have a status even in its template.
      return live.isNull() || isDefault(field, live) || field.equals("status");
    }
    return !live.isMissingNode() && sameValue(parent, field, wanted, live);
  }

  private boolean isDefault(String field, JsonNode live) {
    return DEFAULTS.getOrDefault(field, Set.of()).contains(live.asText())
        || gateway && GATEWAY_DEFAULTS.getOrDefault(field, Set.of()).contains(live.asText());
  }
}
