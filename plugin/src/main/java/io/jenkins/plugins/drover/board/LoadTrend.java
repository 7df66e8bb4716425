package io.jenkins.plugins.drover.board;

import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.release.TestOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What a load test came to for the releases that it ran for, oldest first. */
public final class LoadTrend {
  private static final String P95 = "p95_ms";
  private static final String RPS = "rps";

  private static final int WIDTH = 240;
  private static final int HEIGHT = 60;
  private static final int MARGIN = 6;

  private final String environment;
  private final String test;
  private final List<TestOutcome> outcomes;

  private LoadTrend(String environment, String test, List<TestOutcome> outcomes) {
    this.environment = environment;
    this.test = test;
    this.outcomes = outcomes;
  }

  /** Those of an environment. */
  static List<LoadTrend> of(EnvironmentState state) {
    Map<String, List<TestOutcome>> byTest = new LinkedHashMap<>();
    for (TestOutcome outcome : state.record().tests().outcomes()) {
      if (outcome.figures().containsKey(P95) && outcome.figures().containsKey(RPS)) {
        byTest.computeIfAbsent(outcome.test(), name -> new ArrayList<>()).add(outcome);
      }
    }
    return byTest.entrySet().stream()
        .map(entry -> new LoadTrend(state.environment(), entry.getKey(), entry.getValue()))
        .toList();
  }

  public String getEnvironment() {
    return environment;
  }

  public String getTest() {
    return test;
  }

  public List<Run> getRuns() {
    return outcomes.stream().map(LoadTrend::run).toList();
  }

  private static Run run(TestOutcome outcome) {
    return new Run(
        outcome.release(),
        outcome.time(),
        outcome.result().name().toLowerCase(Locale.ROOT),
        "%.0f".formatted(outcome.figures().get(P95)),
        "%.1f".formatted(outcome.figures().get(RPS)));
  }

  /** The 95th percentile as the points of an SVG polyline, 240 wide and 60 high, from zero. */
  public String getP95Line() {
    return line(outcome -> outcome.figures().get(P95));
  }

  /** Requests a second, in the same way. */
  public String getRpsLine() {
    return line(outcome -> outcome.figures().get(RPS));
  }

  private String line(ToDoubleFunction<TestOutcome> figure) {
    double most = Math.max(outcomes.stream().mapToDouble(figure).max().orElse(0), 1e-9);
    double step = (WIDTH - 2.0 * MARGIN) / Math.max(1, outcomes.size() - 1);
    List<String> points = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      double height = (HEIGHT - 2.0 * MARGIN) * figure.applyAsDouble(outcomes.get(i)) / most;
      points.add("%.1f,%.1f".formatted(MARGIN + i * step, HEIGHT - MARGIN - height));
    }
    return points.stream().collect(Collectors.joining(" "));
  }

  /**
   * What it came to for one release.
   *
   * @param release the release's id
   * @param time when it ended, ISO 8601 in UTC
   * @param result {@code passed}, {@code flaky} or {@code failed}
   * @param p95 milliseconds
   * @param rps requests a second
   */
  public record Run(String release, String time, String result, String p95, String rps) {}
}
