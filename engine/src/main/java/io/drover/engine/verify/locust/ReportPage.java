package io.drover.engine.verify.locust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The page on a load test: one file that needs nothing else, no script either, so that it is whole
 * wherever it is kept and under any rules of a server. Jenkins takes no style from within a page:
 * there it is the one of the file {@link #STYLE} beside it.
 */
final class ReportPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  /** Columns that hold no numbers. */
  private static final Set<String> WORDS = Set.of("Allowed", "Outcome", "Value");

  /** Name of the file with {@link #style}. */
  static final String STYLE = "report.css";

  private static final int MOST_TIMES = 400;
  private static final int MOST_MISHAPS = 50;

  private final LoadReport report;
  private final StringBuilder html = new StringBuilder();

  private ReportPage(LoadReport report) {
    this.report = report;
  }

  /** The page as HTML. */
  static String of(LoadReport report) {
    return new ReportPage(report).write();
  }

  private String write() {
    String title = "Load test " + report.title();
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    html.append("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
    html.append("<title>%s: %s</title>%n".formatted(Html.text(title), outcome()));
    html.append("<link rel=\"stylesheet\" href=\"%s\"/>%n".formatted(STYLE));
    html.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n<main>\n");
    header(title);
    tiles();
    gates();
    comparison();
    charts();
    endpoints();
    mishaps("Failed requests", "Error", report.result().failures());
    mishaps("Errors of the locustfile", "Error", report.result().exceptions());
    settings();
    html.append("</main>\n</body>\n</html>\n");
    return html.toString();
  }

  private String outcome() {
    return report.failure().isEmpty() ? "passed" : "failed";
  }

  private void header(String title) {
    html.append("<header>\n<h1>").append(Html.text(title)).append("</h1>\n");
    html.append(
        "<p class=\"outcome %s\"><span aria-hidden=\"true\">%s</span> %s</p>%n"
            .formatted(outcome(), report.failure().isEmpty() ? "✓" : "✕", outcome()));
    html.append(
        "<p class=\"facts\">Release <code>%s</code>, %s, %s users against <code>%s</code></p>%n"
            .formatted(
                Html.text(report.release()),
                TIME.format(report.begin()),
                Numbers.plain(report.settings().users()),
                Html.text(report.host())));
    report
        .failure()
        .ifPresent(
            why -> {
              html.append("<ul class=\"why\">\n");
              why.lines().forEach(line -> html.append("<li>" + Html.text(line) + "</li>\n"));
              html.append("</ul>\n");
            });
    html.append("</header>\n");
  }

  private void tiles() {
    Optional<Endpoint> total = report.result().total();
    if (total.isEmpty()) {
      return;
    }
    Endpoint all = total.get();
    html.append("<dl class=\"tiles\">\n");
    tile("Requests", "%,d".formatted(all.requests()));
    tile("Requests per second", Numbers.plain(all.rps()));
    tile("Failed", Numbers.percent(all.failureRatio()));
    tile("Median", Numbers.plain(all.p50()) + " ms");
    tile("95th percentile", Numbers.plain(all.p95()) + " ms");
    tile("99th percentile", Numbers.plain(all.p99()) + " ms");
    html.append("</dl>\n");
  }

  private void tile(String name, String value) {
    html.append("<div><dt>%s</dt><dd>%s</dd></div>%n".formatted(name, value));
  }

  private void gates() {
    if (report.gates().isEmpty()) {
      return;
    }
    html.append("<section>\n<h2>Thresholds</h2>\n");
    table("Threshold", "Measured", "Allowed", "Outcome");
    for (GateOutcome gate : report.gates()) {
      boolean compared = gate.limit().isPresent();
      String style = !compared ? "" : gate.kept() ? "good" : "bad";
      html.append(
          "<tr><th scope=\"row\"><code>%s</code></th><td>%s</td><td class=\"words\">%s</td><td class=\"words %s\">%s</td></tr>%n"
              .formatted(
                  gate.gate().key(),
                  gate.gate().show(gate.measured()),
                  Html.text(gate.limitWords()),
                  style,
                  !compared ? "not compared" : gate.kept() ? "✓ kept" : "✕ not kept"));
    }
    html.append("</tbody>\n</table>\n</section>\n");
  }

  private void comparison() {
    Optional<Endpoint> total = report.result().total();
    if (report.baseline().isEmpty() || total.isEmpty()) {
      return;
    }
    Baseline baseline = report.baseline().get();
    html.append("<section>\n<h2>Compared with the last release that passed</h2>\n");
    table("", "Release " + baseline.release(), "Now", "Change");
    Endpoint all = total.get();
    compare("Requests per second", "rps", all.rps(), "");
    compare("Median", "p50_ms", all.p50(), " ms");
    compare("95th percentile", "p95_ms", all.p95(), " ms");
    compare("99th percentile", "p99_ms", all.p99(), " ms");
    html.append("</tbody>\n</table>\n</section>\n");
  }

  private void compare(String name, String figure, double now, String unit) {
    report
        .baseline()
        .flatMap(baseline -> baseline.figure(figure))
        .ifPresent(
            before ->
                html.append(
                    "<tr><th scope=\"row\">%s</th><td>%s%s</td><td>%s%s</td><td>%s</td></tr>%n"
                        .formatted(
                            name,
                            Numbers.plain(before),
                            unit,
                            Numbers.plain(now),
                            unit,
                            Numbers.change(before, now))));
  }

  private void charts() {
    History history = report.result().history();
    if (history.samples().size() < 2) {
      return;
    }
    int[] shown = shown(history);
    long[] seconds = new long[shown.length];
    for (int i = 0; i < shown.length; i++) {
      seconds[i] = history.secondsTo(shown[i]);
    }
    html.append("<section>\n<h2>Over time</h2>\n");
    html.append(responseTimes(history, shown, seconds).html());
    html.append(
        new Chart("rates", "Requests", "per second", seconds)
            .line("answered or failed", i -> Optional.of(history.requestRate(shown[i])))
            .line("failed", i -> Optional.of(history.failureRate(shown[i])))
            .html());
    html.append(
        new Chart("users", "Users", "at work", seconds)
            .line("users", i -> Optional.of((double) history.samples().get(shown[i]).users()))
            .html());
    numbers(history, shown);
    html.append("</section>\n");
  }

  private Chart responseTimes(History history, int[] shown, long[] seconds) {
    Chart chart =
        new Chart("times", "Response times", "milliseconds, of the last 10 s", seconds)
            .line("median", i -> history.samples().get(shown[i]).p50())
            .line("95th percentile", i -> history.samples().get(shown[i]).p95())
            .line("99th percentile", i -> history.samples().get(shown[i]).p99());
    for (GateOutcome gate : report.gates()) {
      if (gate.gate().figure().endsWith("_ms")) {
        gate.limit()
            .ifPresent(
                limit ->
                    chart.limit(
                        "%s: %s".formatted(gate.gate().key(), gate.gate().show(limit)), limit));
      }
    }
    return chart;
  }

  /** All samples, or evenly some of them. */
  private static int[] shown(History history) {
    int count = history.samples().size();
    int step = (count + MOST_TIMES - 1) / MOST_TIMES;
    int[] shown = new int[(count - 1) / step + 1];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = i * step;
    }
    return shown;
  }

  private void numbers(History history, int[] shown) {
    html.append("<details>\n<summary>The numbers</summary>\n<div class=\"scroll\">\n");
    table(
        "Second",
        "Users",
        "Requests/s",
        "Failed/s",
        "Median ms",
        "95th percentile ms",
        "99th percentile ms");
    for (int i : shown) {
      Sample sample = history.samples().get(i);
      html.append(
          "<tr><th scope=\"row\">%d</th><td>%d</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>%n"
              .formatted(
                  history.secondsTo(i),
                  sample.users(),
                  Numbers.plain(history.requestRate(i)),
                  Numbers.plain(history.failureRate(i)),
                  sample.p50().map(Numbers::plain).orElse("-"),
                  sample.p95().map(Numbers::plain).orElse("-"),
                  sample.p99().map(Numbers::plain).orElse("-")));
    }
    html.append("</tbody>\n</table>\n</div>\n</details>\n");
  }

  private void endpoints() {
    if (report.result().endpoints().isEmpty()) {
      return;
    }
    html.append("<section>\n<h2>Requests</h2>\n<div class=\"scroll\">\n");
    table(
        "Request",
        "Count",
        "Per second",
        "Failed",
        "Median",
        "95th percentile",
        "99th percentile",
        "Longest");
    report.result().endpoints().forEach(this::endpoint);
    report.result().total().ifPresent(this::endpoint);
    html.append(
        "</tbody>\n</table>\n</div>\n<p class=\"facts\">Times in milliseconds.</p>\n</section>\n");
  }

  private void endpoint(Endpoint endpoint) {
    String name =
        endpoint.method().isEmpty() && endpoint.name().equals("Aggregated")
            ? "All"
            : endpoint.method() + " " + endpoint.name();
    html.append(
        "<tr><th scope=\"row\">%s</th><td>%,d</td><td>%s</td><td class=\"%s\">%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>%n"
            .formatted(
                Html.text(name),
                endpoint.requests(),
                Numbers.plain(endpoint.rps()),
                endpoint.failures() > 0 ? "bad" : "",
                Numbers.percent(endpoint.failureRatio()),
                Numbers.plain(endpoint.p50()),
                Numbers.plain(endpoint.p95()),
                Numbers.plain(endpoint.p99()),
                Numbers.plain(endpoint.max())));
  }

  private void mishaps(String title, String column, List<Mishap> mishaps) {
    if (mishaps.isEmpty()) {
      return;
    }
    html.append("<section>\n<h2>%s</h2>\n<div class=\"scroll\">\n".formatted(title));
    table(column, "Times");
    for (Mishap mishap : mishaps.subList(0, Math.min(MOST_MISHAPS, mishaps.size()))) {
      String what = (mishap.what().isEmpty() ? "" : mishap.what() + ": ") + mishap.message();
      html.append("<tr><td class=\"words\">").append(Html.text(what));
      if (!mishap.details().isEmpty()) {
        html.append(
            "<details><summary>Where</summary><pre>%s</pre></details>"
                .formatted(Html.text(mishap.details())));
      }
      html.append("</td><td>%,d</td></tr>%n".formatted(mishap.times()));
    }
    html.append("</tbody>\n</table>\n</div>\n</section>\n");
  }

  private void settings() {
    html.append("<section>\n<h2>How it was run</h2>\n");
    table("Setting", "Value");
    var settings = report.settings();
    setting("locustfile", settings.locustfile());
    setting("host", report.host());
    setting("users", "" + settings.users());
    setting("spawn_rate", Numbers.plain(settings.spawnRate()) + " per second");
    setting("run_time", settings.runTime());
    setting("workers", "" + settings.workers());
    html.append("</tbody>\n</table>\n");
    html.append(
        "<p class=\"facts\">Locust's own CSV files lie beside this page.</p>\n</section>\n");
  }

  private void setting(String name, String value) {
    html.append(
        "<tr><th scope=\"row\"><code>%s</code></th><td class=\"words\">%s</td></tr>%n"
            .formatted(name, Html.text(value)));
  }

  private void table(String... columns) {
    html.append("<table>\n<thead><tr>");
    for (String column : columns) {
      String style = WORDS.contains(column) ? " class=\"words\"" : "";
      html.append("<th scope=\"col\"%s>%s</th>".formatted(style, Html.text(column)));
    }
    html.append("</tr></thead>\n<tbody>\n");
  }

  /** How the page looks. */
  static String style() {
    try (InputStream style = ReportPage.class.getResourceAsStream(STYLE)) {
      return new String(style.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
