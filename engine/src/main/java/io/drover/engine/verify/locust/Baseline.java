package io.drover.engine.verify.locust;

import io.drover.config.model.EnvironmentTest.Locust;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the last release that passed was measured with.
 *
 * @param release its id
 * @param figures by name, as {@link LoadVerdict#figures()} names them
 */
record Baseline(String release, Map<String, Double> figures) {
  Baseline {
    figures = java.util.Collections.unmodifiableMap(new TreeMap<>(figures));
  }

  /** Whether it was measured with as many users: else there is nothing to learn from it. */
  boolean isOf(Locust settings) {
    return figure(LoadResult.USERS).filter(users -> users == settings.users()).isPresent();
  }

  Optional<Double> figure(String name) {
    return Optional.ofNullable(figures.get(name));
  }
}
