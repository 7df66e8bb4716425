package io.drover.cli;

import io.drover.cli.Table.Cell;
import io.drover.cli.Table.Style;
import io.drover.engine.deploy.cluster.EnvironmentState;
import io.drover.engine.release.Release;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.ReleaseRecord.Deployed;
import java.time.Instant;
import java.util.Optional;

/** All environments of a project, a line each. */
final class StatusSummary {
  private final Table table =
      new Table("ENVIRONMENT", "RELEASE", "DEPLOYED", "BY", "TESTS", "SERVICES", "WAITING");
  private final Instant now;

  StatusSummary(Instant now) {
    this.now = now;
  }

  void add(EnvironmentState state) {
    ReleaseRecord record = state.record();
    Optional<Deployed> deployed = record.deployed();
    int all = state.services().size();
    Style style = state.fine() == all ? Style.GOOD : Style.BAD;
    table.add(
        Cell.of(state.environment()),
        Cell.of(deployed.map(d -> d.release().id()).orElse("-")),
        Cell.of(deployed.flatMap(Deployed::since).map(s -> Ages.ago(s, now)).orElse("-")),
        Cell.of(deployed.flatMap(Deployed::by).orElse("-")),
        Cell.of(deployed.isEmpty() ? "-" : record.passedTests() ? "passed" : "not passed"),
        new Cell("%d/%d".formatted(state.fine(), all), deployed.isEmpty() ? Style.FAINT : style),
        Cell.of(record.waiting().map(Release::id).orElse("")));
  }

  /** An environment that could not be asked. */
  void add(String environment, String trouble) {
    Cell unknown = Cell.of("?");
    table.add(Cell.of(environment), unknown, unknown, unknown, unknown, unknown, Cell.of(""));
    table.below(trouble);
  }

  String text(boolean colours, int columns) {
    return table.text(colours, columns);
  }
}
