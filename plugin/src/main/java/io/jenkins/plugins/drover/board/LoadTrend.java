package io.jenkins.plugins.drover.board;

import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.release.TestOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        String.format(Locale.ROOT, "%.0f", outcome.figures().get(P95)),
        decimal(outcome.figures().get(RPS)));
  }

  /** The newest. */
  public Run getLast() {
    return run(outcomes.get(outcomes.size() - 1));
  }

  /** The 95th percentile, in a picture 240 wide and 60 high that begins at zero. */
  public List<Point> getP95Points() {
    return points(P95);
  }

  /** Requests a second, in the same way. */
  public List<Point> getRpsPoints() {
    return points(RPS);
  }

  /** The 95th percentile as the points of an SVG polyline. */
  public String getP95Line() {
    return line(getP95Points());
  }

  /** Requests a second, in the same way. */
  public String getRpsLine() {
    return line(getRpsPoints());
  }

  private List<Point> points(String figure) {
    double most = outcomes.stream().mapToDouble(o -> o.figures().get(figure)).max().orElse(0);
    double step = (WIDTH - 2.0 * MARGIN) / Math.max(1, outcomes.size() - 1);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      double part = most > 0 ? outcomes.get(i).figures().get(figure) / most : 0;
      double height = (HEIGHT - 2.0 * MARGIN) * part;
      points.add(new Point(decimal(MARGIN + i * step), decimal(HEIGHT - MARGIN - height)));
    }
    return points;
  }

  private static String line(List<Point> points) {
    return points.stream().map(p -> p.x() + "," + p.y()).collect(Collectors.joining(" "));
  }

  /** As SVG wants it, whatever language this machine speaks. */
  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  /** A point of a picture. */
  public record Point(String x, String y) {}

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
