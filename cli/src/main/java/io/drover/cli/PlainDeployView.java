package io.drover.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;

/** Shows a deployment as lines with the time since its start. */
final class PlainDeployView implements DeployView {
  private final PrintWriter err;
  private final Instant begin = Instant.now();

  PlainDeployView(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void accept(String line) {
    String time = Words.seconds(Duration.between(begin, Instant.now()));
    err.printf("%10s  %s%n", time, Words.printable(line));
    err.flush();
  }

  @Override
  public void close() {
    err.flush();
  }
}
