package io.jenkins.plugins.drover.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Data as pipelines keep it on disk: no lists and maps but the JDK's usual ones. */
final class PlainData {
  private PlainData() {}

  static Map<String, Object> of(Map<String, ?> map) {
    Map<String, Object> plain = new LinkedHashMap<>();
    map.forEach((name, value) -> plain.put(name, plain(value)));
    return plain;
  }

  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((name, one) -> plain.put(name.toString(), plain(one)));
      return plain;
    }
    if (value instanceof List<?> list) {
      return new ArrayList<>(list.stream().map(PlainData::plain).toList());
    }
    return value;
  }
}
