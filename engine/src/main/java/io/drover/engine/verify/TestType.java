package io.drover.engine.verify;

import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.Report;
import java.util.List;

/** How tests of one type are run. */
public interface TestType {
  /** What a test leaves that is to be kept. */
  default List<Report> reports(EnvironmentTest test) {
    return test.reports();
  }

  /**
   * Runs a test and waits for its end. When it returns or throws, nothing of it runs any more.
   *
   * @throws io.drover.engine.WorkFailedException if it failed, or could not be run
   */
  Verdict run(TestRun run) throws InterruptedException;
}
