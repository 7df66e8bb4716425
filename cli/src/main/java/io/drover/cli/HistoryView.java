package io.drover.cli;

import io.drover.cli.Table.Cell;
import io.drover.cli.Table.Style;
import io.drover.engine.release.Change;
import io.drover.engine.release.HistoryEntry;
import io.drover.engine.release.ImageChange;
import java.util.List;
import java.util.stream.Collectors;

/** What happened in an environment, as a table. */
final class HistoryView {
  private static final int MOST_IMAGES = 3;
  private static final int SECONDS = "2026-11-20T13:55:01".length();

  private HistoryView() {}

  /** The text of entries in their order. */
  static String text(List<HistoryEntry> entries, boolean colours, int columns) {
    if (entries.isEmpty()) {
      return "Nothing happened here yet.\n";
    }
    Table table = new Table("TIME (UTC)", "WHO", "WHAT", "SERVICE", "FROM", "TO", "RESULT");
    for (HistoryEntry entry : entries) {
      Change change = entry.change();
      table.add(
          Cell.of(time(change.time())),
          Cell.of(change.actor()),
          Cell.of(change.action().word()),
          Cell.of(change.service().orElse("")),
          Cell.of(change.from().orElse("-")),
          Cell.of(change.to().orElse("-")),
          change.succeeded() ? new Cell("succeeded", Style.GOOD) : new Cell("failed", Style.BAD));
      change.reason().ifPresent(table::below);
      if (!entry.images().isEmpty()) {
        table.below(images(entry));
      }
    }
    return table.text(colours, columns);
  }

  private static String time(String time) {
    return time.length() < SECONDS ? time : time.substring(0, SECONDS).replace('T', ' ');
  }

  private static String images(HistoryEntry entry) {
    int more = entry.images().size() - MOST_IMAGES;
    String shown =
        entry.images().entrySet().stream()
            .limit(MOST_IMAGES)
            .map(image -> image.getKey() + " " + versions(image.getValue()))
            .collect(Collectors.joining(", "));
    return more > 0 ? "%s and %d more".formatted(shown, more) : shown;
  }

  private static String versions(ImageChange change) {
    return change
        .from()
        .map(
            from ->
                change
                    .toVersion()
                    .map(
                        to ->
                            from.version().equals(to)
                                ? to + " rebuilt"
                                : from.version() + " -> " + to)
                    .orElse("removed"))
        .orElseGet(() -> change.toVersion().orElse("") + " new");
  }
}
