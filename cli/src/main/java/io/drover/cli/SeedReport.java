package io.drover.cli;

import io.drover.seedjobs.change.Change;
import io.drover.seedjobs.change.Change.Kind;
import io.drover.seedjobs.change.Rename;
import io.drover.seedjobs.change.Summary;
import java.io.PrintWriter;

/** Prints what was done to jobs and views. */
final class SeedReport {
  private SeedReport() {}

  /**
   * Prints a line for each item that is not as it was, then the numbers.
   *
   * @return the exit status that it means
   */
  static int print(Summary summary, boolean dryRun, PrintWriter out) {
    for (Change change : summary.changes()) {
      if (change.kind() != Kind.UNCHANGED) {
        String why = change.why().isEmpty() ? "" : ": " + Words.printable(change.why());
        out.println("%-9s %s%s".formatted(change.kind().word(), change.item(), why));
      }
    }
    for (Rename rename : summary.renames()) {
      out.println(
          "renamed?  %s looks like %s under another name; builds do not move along"
              .formatted(rename.to(), rename.from()));
    }
    out.println((dryRun ? "would be: " : "") + summary.line());
    out.flush();
    return summary.isComplete() ? 0 : 1;
  }
}
