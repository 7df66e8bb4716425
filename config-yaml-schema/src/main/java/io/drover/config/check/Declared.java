package io.drover.config.check;

import io.drover.config.problem.Problems;
import io.drover.config.tree.Place;
import io.drover.config.tree.Value.Fields;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a file declares, and what points in circles in it. */
final class Declared {
  private Declared() {}

  static Set<String> names(List<Fields> objects) {
    Set<String> names = new LinkedHashSet<>();
    objects.forEach(object -> object.written("name").ifPresent(names::add));
    return names;
  }

  /** Reports each cycle once, where its first member points to the next. */
  static void cycles(
      Map<String, Map<String, Place>> graph, String code, String message, Problems out) {
    Map<String, Set<String>> targets = new LinkedHashMap<>();
    graph.forEach((node, edges) -> targets.put(node, edges.keySet()));
    for (List<String> cycle : Cycles.in(targets)) {
      String next = cycle.get(1 % cycle.size());
      String path = String.join(" → ", cycle) + " → " + cycle.get(0);
      out.error(
          graph.get(cycle.get(0)).get(next), code, message + ": " + path, "take one step away");
    }
  }
}
