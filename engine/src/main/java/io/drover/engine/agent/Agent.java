package io.drover.engine.agent;

import io.drover.engine.WorkFailedException;

/** Where components are built and tests run. */
public interface Agent {
  /**
   * Runs a job's lines and waits for their end. When it returns or throws, nothing that the lines
   * started runs any more.
   *
   * @throws WorkFailedException if the agent cannot be made, a line fails, or the time is up
   */
  void run(AgentJob job) throws InterruptedException;

  /**
   * Opens a shell on this process's terminal, in a job's workspace as the lines left it and with
   * their environment. It ends when the person ends it.
   *
   * @return the shell's exit status
   * @throws WorkFailedException if it cannot be opened
   */
  default int open(AgentJob job) throws InterruptedException {
    throw new WorkFailedException(
        "this agent is gone; what it left is in %s".formatted(job.workspace()));
  }
}
