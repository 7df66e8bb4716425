package io.drover.aptly.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What became of files that aptly was to take.
 *
 * @param added a line for each package that was added
 * @param removed a line for each package or file that was removed
 * @param warnings what aptly found wrong
 * @param failedFiles paths, on the server, of the files that it did not take
 */
public record ImportReport(
    List<String> added, List<String> removed, List<String> warnings, List<String> failedFiles) {

  public ImportReport {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    warnings = List.copyOf(warnings);
    failedFiles = List.copyOf(failedFiles);
  }

  static ImportReport of(Calls calls, JsonNode json) {
    JsonNode report = json.path("Report");
    return new ImportReport(
        calls.strings(report.path("Added")),
        calls.strings(report.path("Removed")),
        calls.strings(report.path("Warnings")),
        calls.strings(json.path("FailedFiles")));
  }

  /** Whether aptly took everything. */
  public boolean isComplete() {
    return failedFiles.isEmpty();
  }
}
