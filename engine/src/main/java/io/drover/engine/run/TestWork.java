package io.drover.engine.run;

import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.Service;
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
    String name = jobName(environment, test);
    Revision revision = sources.resolve(test.source());
    Map<String, String> variables =
        new TreeMap<>(secrets.environment(test.env(), environment.name(), log));
    variables.put("DROVER_PROJECT", project);
    try (Reach reach = target.reach(environment.name(), from)) {
      variables.putAll(TestVariables.of(environment.name(), release.id(), reach.urls()));
      AgentJob job =
          new AgentJob(
              name,
              OwnPackages.of(results.publications().keySet(), results).in(test.agent()),
              workspaces.folder(name),
              variables,
              test.commands(),
              Reports.patterns(List.of(), test.reports()),
              test.placement(),
              reach.network().map(n -> new AgentJob.Network(n.name(), n.hosts())),
              log);
      TestRun run =
          new TestRun(
              environment.name(), test, release.id(), job, inOrder(environment, reach.urls()));
      TaskResult result =
          workspaces.test(
              Task.Kind.TEST.id(environment.name() + "/" + test.name()),
              run,
              types.get(test.type()),
              workspace -> sources.checkOut(test.source(), revision, workspace));
      return result.with(Map.of("version", Versions.of("0", revision)), result.reason());
    }
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
