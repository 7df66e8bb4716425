package io.drover.engine.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of running a test.
 *
 * @param failure why it did not pass, for people; empty: it passed
 * @param figures what was measured, by name, for example {@code p95_ms}; kept with the release
 * @param notes what a person should know besides, line by line
 */
public record Verdict(Optional<String> failure, Map<String, Double> figures, List<String> notes) {

  public Verdict {
    figures = java.util.Collections.unmodifiableMap(new TreeMap<>(figures));
    notes = List.copyOf(notes);
  }

  /** It passed, and nothing was measured. */
  public static Verdict passed() {
    return new Verdict(Optional.empty(), Map.of(), List.of());
  }
}
