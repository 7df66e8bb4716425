package io.drover.cli;

import io.drover.config.model.Environment;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.release.Release;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** A deployment as people see it: its progress, and then what came of it. */
final class DeployRun {
  private final Environment environment;
  private final Release release;
  private final PrintWriter err;
  private final PrintWriter words;

  private DeployRun(Environment environment, Release release, PrintWriter err, PrintWriter words) {
    this.environment = environment;
    this.release = release;
    this.err = err;
    this.words = words;
  }

  /**
   * A run.
   *
   * @param err gets the progress
   * @param words gets the result
   */
  static DeployRun of(
      Environment environment, Release release, PrintWriter err, PrintWriter words) {
    return new DeployRun(environment, release, err, words);
  }

  /** Work that tells what it does line by line. */
  interface Work {
    DeployResult run(Consumer<String> log) throws InterruptedException;
  }

  /**
   * Does the work.
   *
   * @return the exit status
   */
  int run(Work work) throws InterruptedException {
    Instant begin = Instant.now();
    DeployResult result;
    try (DeployView view = view()) {
      view.accept("%s: release %s".formatted(environment.name(), release.id()));
      result = work.run(view);
    }
    words.print(
        DeployTable.text(
            environment,
            release,
            result,
            Duration.between(begin, Instant.now()),
            TerminalMode.hasColours(),
            TerminalMode.columns()));
    words.flush();
    return result.succeeded() ? 0 : 1;
  }

  private DeployView view() {
    return TerminalMode.isLive() ? LiveDeployView.open(environment) : new PlainDeployView(err);
  }
}
