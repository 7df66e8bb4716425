package io.drover.library;

import groovy.lang.Closure;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step that a pipeline stands at.
 *
 * @param name the step's name
 * @param arguments named ones by name; one without a name under {@code ""}
 * @param bodies the block, or the branches of {@code parallel} by name
 */
record StepCall(String name, Map<String, Object> arguments, Map<String, Closure<?>> bodies)
    implements Serializable {

  static StepCall of(String name, Object... given) {
    List<Object> values = new ArrayList<>(List.of(given));
    Map<String, Object> arguments = new LinkedHashMap<>();
    Map<String, Closure<?>> bodies = new LinkedHashMap<>();
    for (Object value : values) {
      if (value instanceof Closure<?> body) {
        bodies.put("", body);
      } else if (value instanceof Map<?, ?> named) {
        named.forEach((k, v) -> put(arguments, bodies, String.valueOf(k), v));
      } else {
        arguments.put("", value);
      }
    }
    return new StepCall(name, arguments, bodies);
  }

  private static void put(
      Map<String, Object> arguments, Map<String, Closure<?>> bodies, String name, Object value) {
    if (value instanceof Closure<?> branch) {
      bodies.put(name, branch);
    } else {
      arguments.put(name, value);
    }
  }

  /** A named argument. */
  Object get(String argument) {
    return arguments.get(argument);
  }
}
