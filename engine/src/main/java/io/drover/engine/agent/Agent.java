package io.drover.engine.agent;

/** Where components are built and tests run. */
public interface Agent {
  /**
   * Runs a job's lines and waits for their end. When it returns or throws, nothing that the lines
   * started runs any more.
   *
   * @throws io.drover.engine.WorkFailedException if the agent cannot be made, a line fails, or the
   *     time is up
   */
  void run(AgentJob job) throws InterruptedException;
}
