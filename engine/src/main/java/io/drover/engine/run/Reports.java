package io.drover.engine.run;

import io.drover.config.model.Report;
import io.drover.engine.file.Trees;
import io.drover.engine.report.JUnitSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Test reports of a run's tasks, kept beside the logs. */
final class Reports {
  private final Path folder;

  Reports(Path folder) {
    this.folder = folder;
  }

  /**
   * Copies the reports that a task left in its workspace.
   *
   * @return the JUnit results in words; empty when there are none
   */
  String collect(String task, List<Report> reports, Path workspace) {
    List<Path> junit = new ArrayList<>();
    for (Report report : reports) {
      for (Path file : files(report, workspace)) {
        Path kept = folder.resolve(task).resolve(workspace.relativize(file));
        Trees.copy(file, kept);
        if (report instanceof Report.JUnit) {
          junit.add(kept);
        }
      }
    }
    return JUnitSummary.of(junit).words();
  }

  /** Patterns of all files that are wanted of a workspace: artifacts and reports. */
  static List<String> patterns(List<String> artifacts, List<Report> reports) {
    return Stream.concat(artifacts.stream(), reports.stream().map(Reports::pattern)).toList();
  }

  private static List<Path> files(Report report, Path workspace) {
    return Trees.glob(workspace, pattern(report));
  }

  private static String pattern(Report report) {
    return report instanceof Report.JUnit xml
        ? xml.glob()
        : ((Report.Html) report).folder() + "/**";
  }
}
