package io.drover.engine.verify;

/** How tests of one type are run. */
public interface TestType {
  /**
   * Runs a test and waits for its end. When it returns or throws, nothing of it runs any more.
   *
   * @throws io.drover.engine.WorkFailedException if it failed, or could not be run
   */
  Verdict run(TestRun run) throws InterruptedException;
}
