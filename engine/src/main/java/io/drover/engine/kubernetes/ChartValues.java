package io.drover.engine.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values of a chart as {@code helm --set} takes them: texts and integers by path. */
final class ChartValues {
  private ChartValues() {}

  /** Nested values by their paths, with dots between keys. */
  static Map<String, Object> flat(Map<String, Object> values) {
    Map<String, Object> flat = new LinkedHashMap<>();
    values.forEach((key, value) -> put(key, value, flat));
    return flat;
  }

  private static void put(String path, Object value, Map<String, Object> flat) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> put(path + "." + key, inner, flat));
    } else if (value instanceof List<?> list) {
      flat.put(
          path, list.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}")));
    } else {
      flat.put(path, value instanceof Long ? value : value.toString());
    }
  }
}
