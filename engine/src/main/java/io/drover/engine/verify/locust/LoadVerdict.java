package io.drover.engine.verify.locust;

import io.drover.config.model.EnvironmentTest.Locust;
import io.drover.engine.verify.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides whether a load test passed. */
final class LoadVerdict {
  /** The file's name and the line, in a Python stack trace. */
  private static final Pattern PLACE =
      Pattern.compile("File \"(?:[^\"]*/)?([^\"/]+)\", line (\\d+)");

  private final Locust settings;
  private final String host;
  private final LoadResult result;
  private final List<GateOutcome> gates;
  private final Optional<String> stopped;

  /**
   * The decision on a test.
   *
   * @param stopped why it did not go on to its end; empty: it did
   */
  LoadVerdict(
      Locust settings,
      String host,
      LoadResult result,
      Optional<Baseline> baseline,
      Optional<String> stopped) {
    this.settings = settings;
    this.host = host;
    this.result = result;
    this.stopped = stopped;
    this.gates =
        result.total().isEmpty()
            ? List.of()
            : GateOutcome.of(settings.thresholds(), result.figures(), baseline);
  }

  /** What is kept, by name. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new TreeMap<>(result.figures());
    if (!figures.isEmpty()) {
      figures.put(LoadResult.USERS, (double) settings.users());
    }
    return figures;
  }

  List<GateOutcome> gates() {
    return gates;
  }

  /** Why it did not pass, a line for each reason; empty: it did. */
  Optional<String> failure() {
    List<String> reasons = new ArrayList<>();
    stopped.ifPresent(reasons::add);
    if (stopped.isEmpty() && result.exceptions().isEmpty() && result.total().isEmpty()) {
      reasons.add(
          "no request was answered within the run time of %s: nothing answers at %s, or the locustfile asks nothing"
              .formatted(settings.runTime(), host));
    }
    if (result.total().filter(all -> all.failures() == all.requests()).isPresent()) {
      reasons.add("every request failed" + mostOften());
    }
    result.exceptions().forEach(exception -> reasons.add(words(exception)));
    gates.stream().filter(gate -> !gate.kept()).map(GateOutcome::words).forEach(reasons::add);
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", reasons));
  }

  private String mostOften() {
    return result.failures().stream()
        .findFirst()
        .map(failure -> ", most often %s: %s".formatted(failure.what(), failure.message()))
        .orElse("");
  }

  private static String words(Mishap exception) {
    Matcher place = PLACE.matcher(exception.details());
    String where = "";
    while (place.find()) {
      where = " (%s, line %s)".formatted(place.group(1), place.group(2));
    }
    return "users ended with an error of the locustfile %,d %s: %s%s"
        .formatted(
            exception.times(),
            exception.times() == 1 ? "time" : "times",
            exception.message().lines().findFirst().orElse(""),
            where);
  }

  /** The decision with all that was measured. */
  Verdict verdict() {
    List<String> notes = new ArrayList<>();
    result
        .total()
        .ifPresent(
            all ->
                notes.add(
                    "%,d requests, %s per second, %s failed; p50 %s ms, p95 %s ms, p99 %s ms"
                        .formatted(
                            all.requests(),
                            Numbers.plain(all.rps()),
                            Numbers.percent(all.failureRatio()),
                            Numbers.plain(all.p50()),
                            Numbers.plain(all.p95()),
                            Numbers.plain(all.p99()))));
    gates.stream().filter(GateOutcome::kept).map(GateOutcome::words).forEach(notes::add);
    return new Verdict(failure(), figures(), notes);
  }
}
