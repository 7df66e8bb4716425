package io.drover.engine.verify.locust;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a limit was kept.
 *
 * @param gate what was measured
 * @param measured the figure
 * @param limit its limit; empty: there is nothing to compare with
 * @param allowance for a limit that is about another release, what is allowed and against what
 */
record GateOutcome(Gate gate, double measured, Optional<Double> limit, Optional<String> allowance) {
  /** The outcome of each limit of a test. */
  static List<GateOutcome> of(
      Map<String, Double> thresholds, Map<String, Double> figures, Optional<Baseline> baseline) {
    List<GateOutcome> outcomes = new ArrayList<>();
    thresholds.forEach(
        (key, written) -> {
          Gate gate = Gate.of(key);
          Optional<Double> before = baseline.flatMap(b -> b.figure(gate.figure()));
          outcomes.add(
              new GateOutcome(
                  gate,
                  figures.get(gate.figure()),
                  gate.limit(written, before),
                  gate.relative()
                      ? Optional.of(allowance(gate, written, baseline, before))
                      : Optional.empty()));
        });
    return outcomes;
  }

  private static String allowance(
      Gate gate, double written, Optional<Baseline> baseline, Optional<Double> before) {
    if (before.isEmpty()) {
      return "no other release has passed with as many users yet";
    }
    return "%s %s than %s of release %s"
        .formatted(
            Numbers.percent(written),
            gate.atLeast() ? "less" : "more",
            gate.show(before.get()),
            baseline.orElseThrow().release());
  }

  boolean kept() {
    return limit.isEmpty() || gate.isKept(measured, limit.get());
  }

  /** The limit for people. */
  String limitWords() {
    String bound =
        limit.map(l -> (gate.atLeast() ? "at least " : "at most ") + gate.show(l)).orElse("");
    return allowance
        .map(words -> bound.isEmpty() ? words : "%s (%s)".formatted(bound, words))
        .orElse(bound);
  }

  /** In one line: what was measured, and what is allowed. */
  String words() {
    String measuredWords = "%s %s".formatted(gate.noun(), gate.show(measured));
    return "%s: %s, %s".formatted(gate.key(), measuredWords, limitWords());
  }
}
