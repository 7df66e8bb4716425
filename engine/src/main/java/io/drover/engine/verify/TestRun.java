package io.drover.engine.verify;

import io.drover.config.model.EnvironmentTest;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.release.TestOutcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A test that is about to run.
 *
 * @param environment the environment's name
 * @param test what the files say
 * @param release id of the release that runs there
 * @param job its job: the sources are in the workspace, the lines are the test's own, and the
 *     variables tell where the services are
 * @param urls URL of each service in the order of the file, as seen from where the job runs
 * @param yardstick what the test came to for the last release before that passed it
 */
public record TestRun(
    String environment,
    EnvironmentTest test,
    String release,
    AgentJob job,
    Map<String, String> urls,
    Optional<TestOutcome> yardstick) {

  public TestRun {
    urls = Collections.unmodifiableMap(new LinkedHashMap<>(urls));
  }
}
