package io.drover.aptly.client;

import java.util.List;
import java.util.Map;

/** aptly writes null for what is empty. */
final class Lists {

  private Lists() {}

  static <T> List<T> copy(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  static <V> Map<String, V> copy(Map<String, V> map) {
    return map == null ? Map.of() : Map.copyOf(map);
  }
}
