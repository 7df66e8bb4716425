package io.drover.engine.verify.locust;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the last release that passed was measured with.
 *
 * @param release its id
 * @param figures by name, as {@link LoadResult#figures()} names them
 */
public record Baseline(String release, Map<String, Double> figures) {
  public Baseline {
    figures = java.util.Collections.unmodifiableMap(new TreeMap<>(figures));
  }

  Optional<Double> figure(String name) {
    return Optional.ofNullable(figures.get(name));
  }
}
