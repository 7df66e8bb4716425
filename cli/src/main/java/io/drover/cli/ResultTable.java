package io.drover.cli;

import io.drover.engine.plan.Task;
import io.drover.engine.run.RunReport;
import io.drover.engine.run.TaskResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of a run, as a table with the URLs of what runs now. */
final class ResultTable {
  private static final String URL = ".url";

  private ResultTable() {}

  /**
   * The table.
   *
   * @param folder the configuration folder as it was typed
   */
  static String of(RunReport report, String folder) {
    StringBuilder text = new StringBuilder();
    int width = report.plan().tasks().stream().mapToInt(t -> t.id().length()).max().orElse(1);
    for (Task task : report.plan().tasks()) {
      TaskResult result = report.results().get(task.id());
      List<String> reason = Words.printable(result.reason()).lines().toList();
      String row =
          ("%-" + width + "s  %-9s %10s  %s")
              .formatted(
                  task.id(),
                  Words.status(result),
                  Words.seconds(result.duration()),
                  reason.isEmpty() ? "" : reason.get(0));
      text.append(row.stripTrailing()).append('\n');
      reason.stream()
          .skip(1)
          .forEach(l -> text.append(" ".repeat(width + 24)).append(l).append('\n'));
    }
    urls(report).forEach((environment, urls) -> append(text, environment, urls));
    kept(report, folder).forEach(line -> text.append(line).append('\n'));
    text.append(
        "%n%s: %s in %s. Logs: %s%n"
            .formatted(
                report.plan().project(),
                report.status().word(),
                Words.seconds(report.duration()),
                report.logs()));
    return text.toString();
  }

  /** How to get into the workspaces of what failed. */
  private static List<String> kept(RunReport report, String folder) {
    String where = folder.equals(".") ? "" : " " + folder;
    List<String> lines = new ArrayList<>();
    report
        .results()
        .forEach(
            (task, result) -> {
              if (result.outputs().containsKey(TaskResult.WORKSPACE)) {
                lines.add("  drover shell " + task + where);
              }
            });
    if (!lines.isEmpty()) {
      lines.add(0, "\nTo look into what failed:");
    }
    return lines;
  }

  private static void append(StringBuilder text, String environment, Map<String, String> urls) {
    text.append('\n').append(environment).append('\n');
    int width = urls.keySet().stream().mapToInt(String::length).max().orElse(1);
    urls.forEach(
        (service, url) -> text.append(("  %-" + width + "s  %s%n").formatted(service, url)));
  }

  /** Environment to service to URL. */
  private static Map<String, Map<String, String>> urls(RunReport report) {
    Map<String, Map<String, String>> urls = new LinkedHashMap<>();
    for (Task task : report.plan().tasks()) {
      if (task.kind() == Task.Kind.DEPLOY) {
        report
            .results()
            .get(task.id())
            .outputs()
            .forEach(
                (name, value) -> {
                  if (name.endsWith(URL)) {
                    urls.computeIfAbsent(task.subject(), e -> new LinkedHashMap<>())
                        .put(name.substring(0, name.length() - URL.length()), value);
                  }
                });
      }
    }
    return urls;
  }
}
