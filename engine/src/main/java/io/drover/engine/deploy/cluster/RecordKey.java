package io.drover.engine.deploy.cluster;

import io.drover.engine.file.ContentKey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Adds values to a key: records with all that they hold. Values that are equal add the same, and
 * those that are not add something else.
 */
final class RecordKey {
  private final ContentKey key;
  private final Map<Class<?>, Method[]> accessors = new HashMap<>();

  RecordKey(ContentKey key) {
    this.key = key;
  }

  /**
   * Adds a value.
   *
   * @throws IllegalArgumentException if it holds something that is no record, collection or plain
   *     value, which nobody here can tell from others of its kind
   */
  RecordKey with(Object value) {
    if (value == null) {
      key.with("null");
    } else if (value instanceof Record) {
      addRecord(value);
    } else if (value instanceof Optional<?> optional) {
      key.with(optional.isPresent() ? "some" : "none");
      optional.ifPresent(this::with);
    } else if (value instanceof Map<?, ?> map) {
      key.with("map of " + map.size());
      map.forEach((name, content) -> with(name).with(content));
    } else if (value instanceof Collection<?> collection) {
      key.with("list of " + collection.size());
      collection.forEach(this::with);
    } else if (value instanceof byte[] bytes) {
      key.with(HexFormat.of().formatHex(bytes));
    } else if (isPlain(value)) {
      // A type of its own: the text "1" is not the number.
      key.with(value.getClass().getName()).with(value.toString());
    } else {
      throw new IllegalArgumentException("no key can be made of " + value.getClass());
    }
    return this;
  }

  private static boolean isPlain(Object value) {
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Number
        || value instanceof Enum<?>
        || value instanceof Duration;
  }

  private void addRecord(Object value) {
    key.with(value.getClass().getName());
    for (Method accessor : accessors.computeIfAbsent(value.getClass(), RecordKey::accessors)) {
      try {
        with(accessor.invoke(value));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Method[] accessors(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Method[] accessors = new Method[components.length];
    for (int i = 0; i < components.length; i++) {
      accessors[i] = components[i].getAccessor();
    }
    return accessors;
  }
}
