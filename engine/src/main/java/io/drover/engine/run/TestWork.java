package io.drover.engine.run;

import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
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
  private final Map<EnvironmentTest.Type, TestType> types;

  TestWork(
      String project,
      Reach.From from,
      Sources sources,
      Workspaces workspaces,
      Target target,
      Secrets secrets,
      Results results,
      Map<EnvironmentTest.Type, TestType> types) {
    this.project = project;
    this.from = from;
    this.sources = sources;
    this.workspaces = workspaces;
    this.target = target;
    this.secrets = secrets;
    this.results = results;
    this.types = Map.copyOf(types);
  }

  /** The name of a test's job. */
  static String jobName(Environment environment, EnvironmentTest test) {
    return "test-%s-%s".formatted(environment.name(), test.name());
  }

  TaskResult run(Environment environment, EnvironmentTest test, Release release, TaskLog log)
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
    return new TestRun(environment.name(), test, release.id(), job, urls);
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
      return job;
    }
  }

  /** Collects what such a test left in its workspace. */
  TaskResult finish(Environment environment, EnvironmentTest test, Release release, TaskLog log)
      throws InterruptedException {
    return workspaces.finish(
        taskId(environment, test),
        testRun(environment, test, release, Secrets.literals(test.env()), Optional.empty(), log),
        types.get(test.type()));
  }
}
