package io.drover.cli;

import io.drover.cli.Table.Cell;
import io.drover.cli.Table.Style;
import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.deploy.cluster.Health;
import io.drover.engine.deploy.cluster.ServiceState;
import io.drover.engine.deploy.cluster.ServiceState.Version;
import io.drover.engine.image.ImageReference;
import io.drover.engine.release.ReleaseRecord.Deployed;
import io.drover.engine.release.TestOutcome.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an environment runs, as a table. */
final class StatusView {
  private static final int DIGEST = 8;
  private static final int LONGEST_VERSION = 24;

  private final EnvironmentState state;
  private final Instant now;
  private final boolean colours;

  StatusView(EnvironmentState state, Instant now, boolean colours) {
    this.state = state;
    this.now = now;
    this.colours = colours;
  }

  /**
   * The whole text.
   *
   * @param columns how many the terminal has; where the table would be wider, it tells less
   * @param typed how the user named folder and cluster, for what to do next
   */
  String text(int columns, String typed) {
    String head = head(typed);
    Table full = table(true, true, Integer.MAX_VALUE);
    if (full.width() <= columns) {
      return head + full.text(colours, columns);
    }
    Table withoutHosts = table(true, false, Integer.MAX_VALUE);
    if (withoutHosts.width() <= columns) {
      return head + withoutHosts.text(colours, columns) + hosts(columns);
    }
    return head + table(false, false, LONGEST_VERSION).text(colours, columns) + hosts(columns);
  }

  private String head(String typed) {
    StringBuilder head = new StringBuilder();
    head.append(
        "%s in namespace %s%n"
            .formatted(Style.BOLD.on(state.environment(), colours), state.namespace()));
    head.append("release  ").append(release()).append('\n');
    String tests = String.join(", ", tests());
    if (!tests.isEmpty()) {
      head.append("tests    ").append(tests).append('\n');
    }
    state
        .record()
        .waiting()
        .ifPresent(
            waiting ->
                head.append(
                    "waiting  %s, deploy it: drover deploy%s --environment %s%n"
                        .formatted(waiting.id(), typed, state.environment())));
    return head.append('\n').toString();
  }

  private String release() {
    Optional<Deployed> deployed = state.record().deployed();
    if (deployed.isEmpty()) {
      return "none was deployed yet";
    }
    String since =
        deployed.get().since().map(time -> ", deployed " + Ages.ago(time, now)).orElse("");
    String by = deployed.get().by().map(" by "::concat).orElse("");
    String tests =
        state.record().passedTests()
            ? Style.GOOD.on("tests passed", colours)
            : Style.WAITING.on("not tested", colours);
    return Words.printable(deployed.get().release().id() + since + by) + ", " + tests;
  }

  /** What each test came to for the release that runs. */
  private List<String> tests() {
    Optional<String> running = state.record().deployed().map(d -> d.release().id());
    return state.record().tests().outcomes().stream()
        .filter(outcome -> running.filter(outcome.release()::equals).isPresent())
        .map(outcome -> Words.printable(outcome.test()) + " " + word(outcome.result()))
        .toList();
  }

  private String word(Result result) {
    return switch (result) {
      case PASSED -> Style.GOOD.on("passed", colours);
      case FLAKY -> Style.WAITING.on("flaky", colours);
      case FAILED -> Style.BAD.on("failed", colours);
    };
  }

  private Table table(boolean images, boolean hosts, int longestVersion) {
    Table table =
        new Table("SERVICE", "VERSION", "IMAGE", "READY", "AGE", "COLOUR", "HEALTH", "HOSTS");
    for (ServiceState service : state.services()) {
      Optional<Version> live = service.live();
      table.add(
          Cell.of(service.name()),
          Cell.of(live.map(v -> cut(v.version(), longestVersion)).orElse("-")),
          Cell.of(images ? live.map(StatusView::digest).orElse("-") : ""),
          Cell.of(live.map(StatusView::ready).orElse("-")),
          Cell.of(live.map(this::age).orElse("-")),
          Cell.of(live.flatMap(Version::colour).map(c -> c.word() + " live").orElse("")),
          new Cell(service.health().word(), style(service.health())),
          Cell.of(hosts ? String.join(",", service.hosts()) : ""));
      service.reason().ifPresent(table::below);
      service.idle().ifPresent(idle -> idle(table, idle, images, longestVersion));
    }
    return table;
  }

  private void idle(Table table, Version idle, boolean images, int longestVersion) {
    table.add(
        Cell.of(""),
        new Cell(cut(idle.version(), longestVersion), Style.FAINT),
        new Cell(images ? digest(idle) : "", Style.FAINT),
        new Cell(ready(idle), Style.FAINT),
        new Cell(age(idle), Style.FAINT),
        new Cell(idle.colour().map(c -> c.word() + " idle").orElse("old"), Style.FAINT),
        Cell.of(""),
        Cell.of(""));
  }

  /** Hosts that found no room in the table. */
  private String hosts(int columns) {
    List<ServiceState> reached =
        state.services().stream().filter(s -> !s.hosts().isEmpty()).toList();
    if (reached.isEmpty()) {
      return "";
    }
    Table table = new Table("SERVICE", "HOSTS");
    reached.forEach(s -> table.add(Cell.of(s.name()), Cell.of(String.join(" ", s.hosts()))));
    return "\n" + table.text(colours, columns);
  }

  private static String digest(Version version) {
    String image = version.image();
    int at = image.indexOf("@sha256:");
    if (at < 0) {
      return image.substring(image.lastIndexOf('/') + 1);
    }
    String hex = ImageReference.parse(image).digest().substring("sha256:".length());
    return hex.substring(0, Math.min(DIGEST, hex.length()));
  }

  private static String ready(Version version) {
    return version.ready() + "/" + version.wanted();
  }

  private String age(Version version) {
    return version.since().map(since -> Ages.of(since, now)).orElse("-");
  }

  /** Versions differ at their end, where the commit is. */
  private static String cut(String version, int longest) {
    if (version.length() <= longest) {
      return version;
    }
    int tail = longest / 2;
    return version.substring(0, longest - tail - 1)
        + "…"
        + version.substring(version.length() - tail);
  }

  private static Style style(Health health) {
    return switch (health) {
      case HEALTHY -> Style.GOOD;
      case STARTING -> Style.WAITING;
      case FAILING, MISSING -> Style.BAD;
      case STOPPED -> Style.FAINT;
    };
  }
}
