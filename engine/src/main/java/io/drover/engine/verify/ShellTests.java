package io.drover.engine.verify;

import io.drover.engine.agent.Agent;

/** Tests that are shell lines on an agent: they pass when every line does. */
public final class ShellTests implements TestType {
  private final Agent agent;

  /** Tests that run on an agent. */
  public ShellTests(Agent agent) {
    this.agent = agent;
  }

  @Override
  public Verdict run(TestRun run) throws InterruptedException {
    agent.run(run.job());
    return Verdict.passed();
  }
}
