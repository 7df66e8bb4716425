package io.drover.config.schema;

import io.drover.config.schema.ScalarRules.ScalarType;
import io.drover.config.schema.SchemaNode.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes nodes of a JSON Schema. It takes the part of draft-07 that our schemas use: {@code anyOf}
 * only lists the forms of a value (scalar, object, list) or sets of required keys, {@code oneOf}
 * only sets of required keys, {@code allOf} only one reference that the keywords beside it refine.
 */
final class SchemaLoader {
  private static final String REFERENCE = "#/definitions/";
  private static final int LONGEST_TEXT = 3 * 1024 * 1024;

  private final Map<?, ?> root;
  private final Map<String, Map<?, ?>> definitions = new HashMap<>();
  private final Map<String, TextForm> patterns = new HashMap<>();
  private final Map<Map<?, ?>, SchemaNode> done = new IdentityHashMap<>();

  SchemaLoader(Map<?, ?> root) {
    this.root = root;
    map(root, "definitions").forEach((name, schema) -> definitions.put(name, schema));
  }

  SchemaNode load() {
    return node(root);
  }

  /** A plain reference shares the node of its definition. */
  private SchemaNode node(Map<?, ?> written) {
    Map<?, ?> schema =
        written.size() == 1 && written.get("$ref") instanceof String name
            ? definition(name)
            : written;
    SchemaNode known = done.get(schema);
    if (known == null) {
      known = build(resolve(schema));
      done.put(schema, known);
    }
    return known;
  }

  private Map<?, ?> definition(String reference) {
    Map<?, ?> target = definitions.get(reference.substring(REFERENCE.length()));
    if (target == null) {
      throw new IllegalStateException("The schema refers to " + reference + ", not there.");
    }
    return target;
  }

  /** The schema with what it refers to, its own keywords winning. */
  private Map<?, ?> resolve(Map<?, ?> schema) {
    Object reference = schema.get("$ref");
    if (schema.get("allOf") instanceof List<?> all && all.get(0) instanceof Map<?, ?> first) {
      reference = first.get("$ref");
    }
    if (!(reference instanceof String name)) {
      return schema;
    }
    Map<Object, Object> merged = new LinkedHashMap<>(resolve(definition(name)));
    merged.putAll(schema);
    return merged;
  }

  private SchemaNode build(Map<?, ?> schema) {
    Optional<ScalarRules> scalar = Optional.empty();
    Optional<ObjectRules> object = Optional.empty();
    Optional<SchemaNode> list = Optional.empty();
    Words words = words(schema);
    for (Map<?, ?> form : forms(schema)) {
      Set<String> types = new LinkedHashSet<>(strings(form, "type"));
      if (types.contains("object")) {
        object = Optional.of(objectRules(form));
      } else if (types.contains("array")) {
        list = Optional.of(form.get("items") instanceof Map<?, ?> items ? node(items) : any());
      } else if (!types.isEmpty()) {
        scalar = Optional.of(scalarRules(form, types));
        words = or(words, words(form));
      }
    }
    return new SchemaNode(
        text(schema, "description").orElse(""),
        defaultValue(schema),
        scalar,
        object,
        list,
        text(schema, "x-drover-short"),
        words,
        text(schema, "x-drover-alias-of"),
        is(schema, "x-drover-empty"),
        is(schema, "x-drover-secret"),
        text(schema, "x-drover-obsolete"),
        examples(schema));
  }

  /** Its own examples, or those of the first of its forms that has some. */
  private List<Object> examples(Map<?, ?> schema) {
    if (schema.get("examples") instanceof List<?> own) {
      return List.copyOf(own);
    }
    for (Map<?, ?> form : schema.containsKey("type") ? List.<Map<?, ?>>of() : forms(schema)) {
      if (form.get("examples") instanceof List<?> examples) {
        return List.copyOf(examples);
      }
    }
    return List.of();
  }

  private static Words words(Map<?, ?> schema) {
    return new Words(
        text(schema, "x-drover-code"),
        text(schema, "patternErrorMessage"),
        text(schema, "x-drover-hint"));
  }

  private static Words or(Words first, Words second) {
    return new Words(
        first.code().or(second::code),
        first.message().or(second::message),
        first.hint().or(second::hint));
  }

  private SchemaNode any() {
    return build(Map.of());
  }

  private List<Map<?, ?>> forms(Map<?, ?> schema) {
    List<Map<?, ?>> forms = new ArrayList<>();
    if (schema.containsKey("type")) {
      forms.add(schema);
    } else {
      maps(schema, "anyOf").forEach(form -> forms.add(resolve(form)));
    }
    return forms;
  }

  private ObjectRules objectRules(Map<?, ?> schema) {
    Map<String, SchemaNode> properties = new LinkedHashMap<>();
    map(schema, "properties").forEach((name, property) -> properties.put(name, node(property)));
    Object additional = schema.get("additionalProperties");
    Optional<SchemaNode> others =
        additional instanceof Map<?, ?> other ? Optional.of(node(other)) : Optional.empty();
    return new ObjectRules(
        properties,
        others,
        additional == null,
        schema.get("propertyNames") instanceof Map<?, ?> names
            ? text(names, "pattern").map(this::pattern)
            : Optional.empty(),
        strings(schema, "required"),
        requiredSets(schema, "anyOf", properties),
        requiredSets(schema, "oneOf", properties));
  }

  /** Deprecated spellings count as what they stand for. */
  private static List<Set<String>> requiredSets(
      Map<?, ?> schema, String keyword, Map<String, SchemaNode> properties) {
    Set<Set<String>> sets = new LinkedHashSet<>();
    for (Map<?, ?> branch : maps(schema, keyword)) {
      Set<String> keys = new LinkedHashSet<>();
      for (String key : strings(branch, "required")) {
        keys.add(properties.get(key).aliasOf().orElse(key));
      }
      sets.add(keys);
    }
    return List.copyOf(sets);
  }

  private ScalarRules scalarRules(Map<?, ?> schema, Set<String> types) {
    Set<ScalarType> scalarTypes = EnumSet.noneOf(ScalarType.class);
    types.forEach(type -> scalarTypes.add(ScalarType.valueOf(type.toUpperCase(Locale.ROOT))));
    return new ScalarRules(
        scalarTypes,
        strings(schema, "enum").stream().distinct().toList(),
        text(schema, "pattern").map(this::pattern),
        text(schema, "minimum").map(BigDecimal::new),
        text(schema, "maximum").map(BigDecimal::new),
        text(schema, "minLength").map(Integer::valueOf).orElse(0),
        text(schema, "maxLength").map(Integer::valueOf).orElse(LONGEST_TEXT));
  }

  private TextForm pattern(String regex) {
    return patterns.computeIfAbsent(regex, TextForm::of);
  }

  private static Optional<String> defaultValue(Map<?, ?> schema) {
    Object value = schema.get("default");
    if (value instanceof Map<?, ?> map) {
      StringBuilder text = new StringBuilder();
      map.forEach((k, v) -> text.append(text.isEmpty() ? "" : ", ").append(k + ": " + v));
      return Optional.of(text.toString());
    }
    return Optional.ofNullable(value).map(Object::toString);
  }

  private static boolean is(Map<?, ?> schema, String keyword) {
    return "true".equals(schema.get(keyword));
  }

  private static Optional<String> text(Map<?, ?> schema, String keyword) {
    return schema.get(keyword) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static List<String> strings(Map<?, ?> schema, String keyword) {
    Object value = schema.get(keyword);
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).toList();
    }
    return value instanceof String single ? List.of(single) : List.of();
  }

  private static List<Map<?, ?>> maps(Map<?, ?> schema, String keyword) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (schema.get(keyword) instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map) {
          maps.add(map);
        }
      }
    }
    return maps;
  }

  private static Map<String, Map<?, ?>> map(Map<?, ?> schema, String keyword) {
    Map<String, Map<?, ?>> result = new LinkedHashMap<>();
    if (schema.get(keyword) instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (value instanceof Map<?, ?> child) {
              result.put(key.toString(), child);
            }
          });
    }
    return result;
  }
}
