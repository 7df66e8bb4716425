package io.drover.cli;

import io.drover.cli.Table.Style;
import io.drover.engine.deploy.cluster.ObjectDiff;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Differences of objects, as people know them from diff. */
final class DiffView {
  private DiffView() {}

  static String text(List<ObjectDiff> diffs, boolean colours) {
    if (diffs.isEmpty()) {
      return "Nothing would change.\n";
    }
    StringBuilder text = new StringBuilder();
    for (ObjectDiff diff : diffs) {
      String title = "%s %s: %s".formatted(diff.kind(), diff.name(), words(diff.change()));
      text.append(Style.BOLD.on(title, colours)).append('\n');
      for (String line : diff.lines()) {
        String safe = Words.printable(line);
        text.append("  ").append(style(diff, safe).on(safe, colours)).append('\n');
      }
      text.append('\n');
    }
    return text.append(summary(diffs)).append('\n').toString();
  }

  private static String summary(List<ObjectDiff> diffs) {
    return Arrays.stream(ObjectDiff.Change.values())
        .filter(change -> count(diffs, change) > 0)
        .map(change -> "%d %s".formatted(count(diffs, change), words(change)))
        .collect(Collectors.joining(", "));
  }

  private static long count(List<ObjectDiff> diffs, ObjectDiff.Change change) {
    return diffs.stream().filter(d -> d.change() == change).count();
  }

  private static String words(ObjectDiff.Change change) {
    return "would be " + change.name().toLowerCase(Locale.ROOT);
  }

  private static Style style(ObjectDiff diff, String line) {
    if (diff.change() == ObjectDiff.Change.REFUSED) {
      return Style.BAD;
    }
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> Style.GOOD;
      case '-' -> Style.BAD;
      case '@' -> Style.FAINT;
      default -> Style.PLAIN;
    };
  }
}
