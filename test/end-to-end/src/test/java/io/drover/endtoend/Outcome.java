package io.drover.endtoend;

import java.time.Duration;

/**
 * What came of a drover command.
 *
 * @param status exit status; 128 and the signal's number where a signal ended it
 * @param out standard output
 * @param err standard error
 * @param time from the start to the end
 * @param report the run's report; without tasks where none was written
 */
record Outcome(int status, String out, String err, Duration time, RunReportFile report) {

  /** All that the command said. */
  String said() {
    return out + err;
  }

  /** The row of a task in the table at the end, with the lines of its reason. */
  String row(String task) {
    StringBuilder row = new StringBuilder();
    boolean inside = false;
    for (String line : out.lines().toList()) {
      inside = line.startsWith(task + " ") || (inside && line.startsWith("      "));
      row.append(inside ? line + "\n" : "");
    }
    return row.toString();
  }
}
