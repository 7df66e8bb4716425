package io.drover.config.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes examples of fields: small ones that the checks of the schema take. */
final class Example {
  /** An object with more keys than these is shown with some of them. */
  private static final int MOST_KEYS = 12;

  private static final int KEYS_OF_MANY = 5;

  private Example() {}

  /** A whole file with nothing in it but the field and what has to be there. */
  static Map<String, Object> of(FieldEntry field) {
    FieldEntry parent = field.parent().orElse(null);
    if (parent == null) {
      if (!field.node().examples().isEmpty() && first(field.node()) instanceof Map<?, ?> example) {
        Map<String, Object> whole = new LinkedHashMap<>();
        example.forEach((key, value) -> whole.put(key.toString(), value));
        return whole;
      }
      return wide(field.node().object().orElseThrow(), "");
    }
    Object value = field.node().examples().isEmpty() ? wide(field.node()) : first(field.node());
    return within(parent, field.name(), value);
  }

  private static Map<String, Object> within(FieldEntry owner, String key, Object value) {
    ObjectRules rules = owner.rules().orElseThrow();
    Map<String, Object> object = new LinkedHashMap<>();
    for (String name : needed(rules, key)) {
      object.put(name, name.equals(key) ? value : narrow(rules.properties().get(name)));
    }
    object.putIfAbsent(key, value);
    boolean listed = owner.node().object().isEmpty();
    Object shown = listed ? List.of(object) : object;
    return owner.parent().isPresent() ? within(owner.parent().get(), owner.name(), shown) : object;
  }

  /** The keys that have to be there, that one among them if it can be. */
  private static List<String> needed(ObjectRules rules, String key) {
    List<String> needed = new ArrayList<>(rules.required());
    choice(rules.anyOf(), key).forEach(name -> add(needed, name));
    choice(rules.oneOf(), key).forEach(name -> add(needed, name));
    return needed;
  }

  private static void add(List<String> names, String name) {
    if (!names.contains(name)) {
      names.add(name);
    }
  }

  private static Set<String> choice(List<Set<String>> sets, String key) {
    return sets.stream()
        .filter(set -> set.contains(key))
        .findFirst()
        .orElseGet(() -> sets.isEmpty() ? Set.of() : sets.get(0));
  }

  private static Object first(SchemaNode node) {
    return node.examples().get(0);
  }

  /** A value that shows what can stand in it. */
  private static Object wide(SchemaNode node) {
    if (node.object().isPresent()) {
      return wide(node.object().get(), node.shortField().orElse(""));
    }
    if (node.list().isPresent() && node.scalar().isEmpty()) {
      SchemaNode element = node.list().get();
      return List.of(element.examples().isEmpty() ? wide(element) : first(element));
    }
    return narrow(node);
  }

  private static Map<String, Object> wide(ObjectRules rules, String key) {
    List<String> needed = needed(rules, key);
    List<String> shown = new ArrayList<>(needed);
    boolean many = rules.properties().size() > MOST_KEYS;
    rules
        .properties()
        .forEach(
            (name, node) -> {
              boolean old = node.aliasOf().isPresent() || node.obsolete().isPresent();
              boolean excluded = rules.oneOf().stream().anyMatch(set -> set.contains(name));
              boolean room = !many || shown.size() < needed.size() + KEYS_OF_MANY;
              if (!old && !excluded && room) {
                add(shown, name);
              }
            });
    Map<String, Object> object = new LinkedHashMap<>();
    shown.forEach(name -> object.put(name, narrow(rules.properties().get(name))));
    return object;
  }

  /** The smallest value. */
  private static Object narrow(SchemaNode node) {
    if (!node.examples().isEmpty()) {
      return first(node);
    }
    if (node.scalar().isPresent()) {
      return scalar(node, node.scalar().get());
    }
    if (node.object().isPresent()) {
      Map<String, Object> object = new LinkedHashMap<>();
      ObjectRules rules = node.object().get();
      needed(rules, "").forEach(key -> object.put(key, narrow(rules.properties().get(key))));
      if (object.isEmpty()) {
        rules.properties().entrySet().stream()
            .findFirst()
            .ifPresent(entry -> object.put(entry.getKey(), narrow(entry.getValue())));
      }
      return object;
    }
    return node.list().map(element -> List.of(narrow(element))).orElse(List.of());
  }

  private static Object scalar(SchemaNode node, ScalarRules rules) {
    String number = rules.minimum().map(Object::toString).orElse("1");
    String otherwise = rules.values().isEmpty() ? number : rules.values().get(0);
    return node.defaultValue().orElse(otherwise);
  }
}
