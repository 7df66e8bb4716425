package io.drover.engine.verify;

import io.drover.config.model.EnvironmentTest;
import io.drover.engine.agent.AgentJob;
import java.util.Map;

/**
 * A test that is about to run.
 *
 * @param environment the environment's name
 * @param test what the files say
 * @param release id of the release that runs there
 * @param job its job: the sources are in the workspace, the lines are the test's own, and the
 *     variables tell where the services are
 * @param urls URL of each service, as seen from where the job runs
 */
public record TestRun(
    String environment,
    EnvironmentTest test,
    String release,
    AgentJob job,
    Map<String, String> urls) {

  public TestRun {
    urls = Map.copyOf(urls);
  }
}
