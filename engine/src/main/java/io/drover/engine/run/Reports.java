package io.drover.engine.run;

import io.drover.config.model.Report;
import io.drover.engine.file.Trees;
import io.drover.engine.report.JUnitSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  private static List<Path> files(Report report, Path workspace) {
    if (report instanceof Report.JUnit xml) {
      return Trees.glob(workspace, xml.glob());
    }
    Report.Html html = (Report.Html) report;
    return Trees.glob(workspace, html.folder() + "/**");
  }
}
