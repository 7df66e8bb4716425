package io.drover.engine.run;

import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.deploy.Reach;
import io.drover.engine.deploy.Target;
import io.drover.engine.plan.Task;
import io.drover.engine.release.Release;
import io.drover.engine.verify.TestRun;
import io.drover.engine.verify.TestType;
import io.drover.engine.verify.TestVariables;
import io.drover.engine.version.Revision;
import io.drover.engine.version.Sources;
import io.drover.engine.version.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tests what runs in environments. */
final class TestWork {
  private final String project;
  private final Reach.From from;
  private final Sources sources;
  private final Workspaces workspaces;
  private final Target target;
  private final Secrets secrets;
  private final Results results;
  private final TestRecorder recorder;
  private final Map<EnvironmentTest.Type, TestType> types;

  TestWork(
      String project,
      Reach.From from,
      Sources sources,
      Workspaces workspaces,
      Target target,
      Secrets secrets,
      Results results,
      TestRecorder recorder,
      Map<EnvironmentTest.Type, TestType> types) {
    this.project = project;
    this.from = from;
    this.sources = sources;
    this.workspaces = workspaces;
    this.target = target;
    this.secrets = secrets;
    this.results = results;
    this.recorder = recorder;
    this.types = Map.copyOf(types);
  }

  /** The name of a test's job. */
  static String jobName(Environment environment, EnvironmentTest test) {
    return "test-%s-%s".formatted(environment.name(), test.name());
  }

  /**
   * Runs a test, again where it fails and the file says so, and records what came of it.
   *
   * @throws WorkFailedException if that could not be recorded
   */
  TaskResult run(Environment environment, EnvironmentTest test, Release release, TaskLog log)
      throws InterruptedException {
    Instant begin = Instant.now();
    TaskResult result = attempt(environment, test, release, log);
    List<String> failures = new ArrayList<>();
    while (result.status() == TaskResult.Status.FAILED && failures.size() < test.retries()) {
      failures.add(firstLine(result));
      log.accept(
          "attempt %d of %d failed: %s"
              .formatted(failures.size(), test.retries() + 1, firstLine(result)));
      result = attempt(environment, test, release, log);
    }
    boolean flaky = result.status() == TaskResult.Status.SUCCEEDED && !failures.isEmpty();
    if (flaky) {
      String note =
          "flaky: it passed only in attempt %d of %d; the first: %s"
              .formatted(failures.size() + 1, test.retries() + 1, failures.get(0));
      result = result.with(Map.of("flaky", "true"), (note + "\n" + result.reason()).strip());
    }
    Duration duration = Duration.between(begin, Instant.now());
    recorder.record(environment, test, release, result, flaky, duration);
    return result;
  }

  private static String firstLine(TaskResult result) {
    return result.reason().lines().findFirst().orElse("");
  }

  /** A test that could not be run at all has failed as well. */
  private TaskResult attempt(
      Environment environment, EnvironmentTest test, Release release, TaskLog log)
      throws InterruptedException {
    try {
      return runOnce(environment, test, release, log);
    } catch (WorkFailedException e) {
      if (Thread.interrupted()) {
        // A library noticed the interruption first and made an error of its own of it.
        throw new InterruptedException();
      }
      return TaskResult.failed(e.getMessage());
    }
  }

  private TaskResult runOnce(
      Environment environment, EnvironmentTest test, Release release, TaskLog log)
      throws InterruptedException {
    Revision revision = sources.resolve(test.source());
    Map<String, String> own = secrets.environment(test.env(), environment.name(), log);
    try (Reach reach = target.reach(environment.name(), from)) {
      TestRun run = testRun(environment, test, release, own, Optional.of(reach), log);
      TaskResult result =
          workspaces.test(
              taskId(environment, test),
              run,
              types.get(test.type()),
              workspace -> sources.checkOut(test.source(), revision, workspace));
      return result.with(Map.of("version", Versions.of("0", revision)), result.reason());
    }
  }

  private static String taskId(Environment environment, EnvironmentTest test) {
    return Task.Kind.TEST.id(environment.name() + "/" + test.name());
  }

  private TestRun testRun(
      Environment environment,
      EnvironmentTest test,
      Release release,
      Map<String, String> own,
      Optional<Reach> reach,
      TaskLog log) {
    Map<String, String> urls = reach.map(Reach::urls).orElse(Map.of());
    Map<String, String> variables = new TreeMap<>(own);
    variables.put("DROVER_PROJECT", project);
    variables.putAll(TestVariables.of(environment.name(), release.id(), urls));
    String name = jobName(environment, test);
    AgentJob job =
        new AgentJob(
            name,
            OwnPackages.of(results.publications().keySet(), results).in(test.agent()),
            workspaces.folder(name),
            variables,
            test.commands(),
            Reports.patterns(List.of(), test.reports()),
            test.placement(),
            reach.flatMap(Reach::network).map(n -> new AgentJob.Network(n.name(), n.hosts())),
            log);
    return new TestRun(
        environment.name(),
        test,
        release.id(),
        job,
        inOrder(environment, urls),
        recorder.yardstick(environment, test, release));
  }

  /**
   * Makes the workspace of a test whose lines are run in a pod of the environment's cluster.
   *
   * @return the job, without values of secrets
   */
  AgentJob prepare(Environment environment, EnvironmentTest test, Release release, TaskLog log)
      throws InterruptedException {
    Revision revision = sources.resolve(test.source());
    Map<String, String> own = Secrets.literals(test.env());
    try (Reach reach = target.reach(environment.name(), Reach.From.POD)) {
      AgentJob job = testRun(environment, test, release, own, Optional.of(reach), log).job();
      workspaces.prepare(job, workspace -> sources.checkOut(test.source(), revision, workspace));
      // Nobody comes back when a line fails; that the test passed earlier must not count then.
      TaskResult begun = TaskResult.failed("it began, and did not end well");
      recorder.record(environment, test, release, begun, false, Duration.ZERO);
      return job;
    }
  }

  /** Collects what such a test left in its workspace. */
  TaskResult finish(Environment environment, EnvironmentTest test, Release release, TaskLog log)
      throws InterruptedException {
    Instant begin = Instant.now();
    TaskResult result =
        workspaces.finish(
            taskId(environment, test),
            testRun(
                environment, test, release, Secrets.literals(test.env()), Optional.empty(), log),
            types.get(test.type()));
    recorder.record(
        environment, test, release, result, false, Duration.between(begin, Instant.now()));
    return result;
  }

  private static Map<String, String> inOrder(Environment environment, Map<String, String> urls) {
    Map<String, String> ordered = new LinkedHashMap<>();
    for (Service service : environment.services()) {
      Optional.ofNullable(urls.get(service.name()))
          .ifPresent(url -> ordered.put(service.name(), url));
    }
    return ordered;
  }
}
