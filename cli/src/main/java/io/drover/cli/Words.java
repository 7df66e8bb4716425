package io.drover.cli;

import io.drover.engine.run.TaskResult;
import io.drover.engine.run.TaskResult.Status;
import java.time.Duration;
import java.util.Locale;

/** How results are worded. */
final class Words {
  private Words() {}

  static String status(TaskResult result) {
    return result.reused() && result.status() == Status.SUCCEEDED
        ? "reused"
        : result.status().word();
  }

  static String seconds(Duration duration) {
    long millis = duration.toMillis();
    return millis >= 60_000
        ? "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart())
        : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  /** Text that cannot change the terminal: without control characters, escape sequences gone. */
  static String printable(String text) {
    return text.replaceAll("\u001b\\[[0-9;?]*[ -/]*[@-~]", "")
        .replaceAll("[\\p{Cntrl}&&[^\n]]", " ");
  }
}
