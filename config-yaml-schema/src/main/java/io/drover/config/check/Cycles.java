package io.drover.config.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds cycles in a graph, without recursion because chains may be long. */
final class Cycles {
  private Cycles() {}

  /**
   * Cycles that share no node, each beginning with its first node in the order of the graph.
   *
   * @param graph nodes to the nodes they point to
   */
  static List<List<String>> in(Map<String, ? extends Set<String>> graph) {
    Map<String, Set<String>> rest = new LinkedHashMap<>();
    graph.forEach((node, targets) -> rest.put(node, new LinkedHashSet<>(targets)));
    List<List<String>> cycles = new ArrayList<>();
    prune(rest);
    while (!rest.isEmpty()) {
      List<String> cycle = follow(rest);
      cycles.add(cycle);
      cycle.forEach(rest::remove);
      prune(rest);
    }
    return cycles;
  }

  /** Takes away what leads nowhere, so that every walk ends in a cycle. */
  private static void prune(Map<String, Set<String>> rest) {
    Map<String, List<String>> sources = new LinkedHashMap<>();
    List<String> ends = new ArrayList<>();
    rest.forEach(
        (node, targets) -> {
          targets.retainAll(rest.keySet());
          targets.forEach(t -> sources.computeIfAbsent(t, x -> new ArrayList<>()).add(node));
          if (targets.isEmpty()) {
            ends.add(node);
          }
        });
    while (!ends.isEmpty()) {
      String end = ends.remove(ends.size() - 1);
      rest.remove(end);
      for (String source : sources.getOrDefault(end, List.of())) {
        Set<String> targets = rest.get(source);
        if (targets != null && targets.remove(end) && targets.isEmpty()) {
          ends.add(source);
        }
      }
    }
  }

  private static List<String> follow(Map<String, Set<String>> rest) {
    List<String> order = new ArrayList<>(rest.keySet());
    Map<String, Integer> visited = new LinkedHashMap<>();
    String node = order.get(0);
    while (visited.putIfAbsent(node, visited.size()) == null) {
      node = rest.get(node).iterator().next();
    }
    List<String> walk = new ArrayList<>(visited.keySet());
    List<String> cycle = walk.subList(visited.get(node), walk.size());
    return startingFirst(cycle, order);
  }

  private static List<String> startingFirst(List<String> cycle, List<String> order) {
    Set<String> members = new LinkedHashSet<>(cycle);
    String first = order.stream().filter(members::contains).findFirst().orElseThrow();
    int at = cycle.indexOf(first);
    List<String> turned = new ArrayList<>(cycle.subList(at, cycle.size()));
    turned.addAll(cycle.subList(0, at));
    return turned;
  }
}
