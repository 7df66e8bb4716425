package io.drover.engine.run;

import io.drover.config.model.Report;
import io.drover.engine.file.Trees;
import io.drover.engine.report.TestResults;
import io.drover.engine.secret.Masking;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Test reports of a run's tasks, kept beside the logs, secrets masked. */
final class Reports {
  private final Path folder;
  private final Masking masking;

  Reports(Path folder, Masking masking) {
    this.folder = folder;
    this.masking = masking;
  }

  /**
   * What a task left.
   *
   * @param tests the JUnit results; empty when there are none
   * @param notes what a person should know: results in words, where pages are, what is missing
   */
  record Collected(Optional<TestResults> tests, List<String> notes) {
    /** Whether a test case failed. */
    boolean hasFailures() {
      return tests.filter(t -> t.failed() > 0).isPresent();
    }
  }

  /** Copies the reports that a task left in its workspace. */
  Collected collect(String task, List<Report> reports, Path workspace) {
    List<Path> junit = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Report report : reports) {
      List<Path> kept = keep(task, Trees.glob(workspace, glob(report)), workspace, notes);
      if (kept.isEmpty()) {
        notes.add("no report fits " + glob(report));
      } else if (report instanceof Report.JUnit) {
        junit.addAll(kept);
      } else {
        notes.add("HTML report: " + entry(kept));
      }
    }
    Optional<TestResults> tests = TestResults.read(junit);
    List<String> words = new ArrayList<>(tests.map(TestResults::words).orElse(List.of()));
    words.addAll(notes);
    return new Collected(tests, words);
  }

  private List<Path> keep(String task, List<Path> files, Path workspace, List<String> notes) {
    List<Path> kept = new ArrayList<>();
    for (Path file : files) {
      String name = masking.mask(workspace.relativize(file).toString());
      Path target = folder.resolve(task).resolve(name);
      if (masking.copy(file, target)) {
        kept.add(target);
      } else {
        notes.add("too large to be kept: " + name);
      }
    }
    return kept;
  }

  /** Patterns of all files that are wanted of a workspace: artifacts and reports. */
  static List<String> patterns(List<String> artifacts, List<Report> reports) {
    return Stream.concat(artifacts.stream(), reports.stream().map(Reports::glob)).toList();
  }

  private static String glob(Report report) {
    if (report instanceof Report.JUnit xml) {
      return xml.glob();
    }
    String folder = ((Report.Html) report).folder();
    return (folder.endsWith("/") ? folder : folder + "/") + "**";
  }

  /** The page to begin with: an index as far up as there is one. */
  private static Path entry(List<Path> pages) {
    return pages.stream()
        .filter(page -> page.endsWith("index.html"))
        .min((a, b) -> Integer.compare(a.getNameCount(), b.getNameCount()))
        .orElse(pages.get(0));
  }
}
