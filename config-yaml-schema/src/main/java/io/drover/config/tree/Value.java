package io.drover.config.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in a file, with its place, after it was checked against the schema: short forms
 * written out, deprecated spellings replaced, and whatever broke a rule left out.
 */
public sealed interface Value {
  /** Where it begins. */
  Place place();

  /** A scalar, as written. */
  record Text(String text, Place place) implements Value {}

  /**
   * A list.
   *
   * @param complete whether no element was left out
   */
  record Items(List<Value> values, boolean complete, Place place) implements Value {
    public Items {
      values = List.copyOf(values);
    }
  }

  /**
   * An object in which anything may stand.
   *
   * @param content values are texts, {@link Boolean}, {@link Long}, {@link java.math.BigDecimal},
   *     lists and maps of these; immutable, in file order, without nulls
   */
  record Data(Map<String, Object> content, Place place) implements Value {}

  /**
   * An object.
   *
   * @param fields keys whose values are usable
   * @param broken keys whose values break a rule, with the text as written where it is a scalar;
   *     they are known so that one cause does not make a second error
   */
  record Fields(Map<String, Field> fields, Map<String, Field> broken, Place place)
      implements Value {
    /** An object without fields. */
    public static final Fields NONE = new Fields(Map.of(), Map.of(), Place.START);

    /** Takes the maps as they are: there is one of each for every object of a file. */
    public Fields {
      fields = Collections.unmodifiableMap(fields);
      broken = Collections.unmodifiableMap(broken);
    }

    /** Whether the key stands in the file, whatever its value. */
    public boolean has(String key) {
      return fields.containsKey(key) || broken.containsKey(key);
    }

    /** Where the key stands; where the object stands if there is no such key. */
    public Place keyPlace(String key) {
      Field field = fields.getOrDefault(key, broken.get(key));
      return field == null ? place : field.key();
    }

    /** The scalar of a key as written, even if it breaks a rule. */
    public Optional<String> written(String key) {
      Field field = fields.getOrDefault(key, broken.get(key));
      return field != null && field.value() instanceof Text text
          ? Optional.of(text.text())
          : Optional.empty();
    }

    /** Whether the key's list (or its absence) can be relied on: nothing of it was left out. */
    public boolean complete(String key) {
      return !broken.containsKey(key) && !(value(key) instanceof Items items && !items.complete());
    }

    /** The scalar of a key. */
    public Optional<Text> scalar(String key) {
      return value(key) instanceof Text text ? Optional.of(text) : Optional.empty();
    }

    /** The text of a key. */
    public Optional<String> text(String key) {
      return scalar(key).map(Text::text);
    }

    /** What stands in a key's free-form object; nothing if there is no such key. */
    public Map<String, Object> data(String key) {
      return value(key) instanceof Data data ? data.content() : Map.of();
    }

    /** The object of a key; one without fields if there is no such key. */
    public Fields object(String key) {
      return value(key) instanceof Fields object ? object : NONE;
    }

    /** The elements of a key's list; a value that is no list is a list of one. */
    public List<Value> list(String key) {
      Value value = value(key);
      if (value == null) {
        return List.of();
      }
      return value instanceof Items items ? items.values() : List.of(value);
    }

    /** The objects in a key's list. */
    public List<Fields> objects(String key) {
      return only(Fields.class, list(key));
    }

    /** The scalars in a key's list. */
    public List<Text> scalars(String key) {
      return only(Text.class, list(key));
    }

    /** No stream, because this is asked for some ten keys of every service. */
    private static <T extends Value> List<T> only(Class<T> type, List<Value> values) {
      if (values.isEmpty()) {
        return List.of();
      }
      List<T> found = new ArrayList<>(values.size());
      for (Value value : values) {
        if (type.isInstance(value)) {
          found.add(type.cast(value));
        }
      }
      return Collections.unmodifiableList(found);
    }

    private Value value(String key) {
      Field field = fields.get(key);
      return field == null ? null : field.value();
    }
  }

  /** A key's place and its value. */
  record Field(Place key, Value value) {}
}
