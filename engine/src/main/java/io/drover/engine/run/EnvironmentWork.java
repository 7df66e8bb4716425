package io.drover.engine.run;

import io.drover.config.model.Configuration;
import io.drover.config.model.Deployment.Mode;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.Reach;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.deploy.Target;
import io.drover.engine.image.Registry;
import io.drover.engine.plan.Task;
import io.drover.engine.release.Action;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.Releases;
import io.drover.engine.verify.TestVariables;
import io.drover.engine.version.Revision;
import io.drover.engine.version.Sources;
import io.drover.engine.version.Versions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Deploys releases to environments, tests them there, and promotes them. */
final class EnvironmentWork {
  private final Configuration configuration;
  private final RunSettings settings;
  private final Reach.From from;
  private final Sources sources;
  private final Workspaces workspaces;
  private final Target target;
  private final Releases releases;
  private final Secrets secrets;
  private final Results results;
  private final RunListener listener;
  private final Map<String, Release> running = new ConcurrentHashMap<>();

  EnvironmentWork(
      Configuration configuration,
      RunSettings settings,
      Reach.From from,
      Sources sources,
      Workspaces workspaces,
      Target target,
      Releases releases,
      Secrets secrets,
      Results results,
      RunListener listener) {
    this.configuration = configuration;
    this.settings = settings;
    this.from = from;
    this.sources = sources;
    this.workspaces = workspaces;
    this.target = target;
    this.releases = releases;
    this.secrets = secrets;
    this.results = results;
    this.listener = listener;
  }

  TaskResult deploy(Environment environment, Registry registry, TaskLog log)
      throws InterruptedException {
    return deploy(environment, release(environment), registry, log);
  }

  /** Deploys a release that somebody chose. */
  TaskResult deploy(Environment environment, Release release, Registry registry, TaskLog log)
      throws InterruptedException {
    Optional<String> open = approvalFor(environment, release);
    if (isFirst(environment) && open.isPresent()) {
      return TaskResult.waiting(open.get());
    }
    DeployResult result =
        target.deploy(
            new DesiredState(configuration, sources, Optional.of(registry))
                .of(environment, release),
            log);
    Map<String, String> outputs = new LinkedHashMap<>();
    outputs.put("release", release.id());
    for (ServiceOutcome service : result.services()) {
      if (service.kind() != ServiceOutcome.Kind.FAILED) {
        service.image().ifPresent(image -> outputs.put(service.service() + ".image", image));
      }
      service.address().url().ifPresent(url -> outputs.put(service.service() + ".url", url));
    }
    if (!result.succeeded()) {
      String reasons =
          String.join("\n", result.failed().stream().map(EnvironmentWork::whyItFailed).toList());
      releases.markFailed(environment.name(), release, Action.DEPLOY, Optional.empty(), reasons);
      return TaskResult.failed(reasons).with(outputs, reasons);
    }
    running.put(environment.name(), release);
    if (isFirst(environment)) {
      releases.hand(environment.name(), release);
    }
    releases.markDeployed(environment.name(), release);
    return result.changed() ? TaskResult.done(outputs) : TaskResult.reused(outputs);
  }

  /** The reason, and what the container wrote last. */
  private static String whyItFailed(ServiceOutcome service) {
    StringBuilder why = new StringBuilder(service.service() + ": " + service.reason().orElse(""));
    service.lastLines().forEach(line -> why.append("\n  | ").append(line));
    return why.toString();
  }

  /** The name of a test's job. */
  static String jobName(Environment environment, EnvironmentTest test) {
    return "test-%s-%s".formatted(environment.name(), test.name());
  }

  TaskResult test(Environment environment, EnvironmentTest test, TaskLog log)
      throws InterruptedException {
    Revision revision = sources.resolve(test.source());
    Map<String, String> variables = secrets.environment(test.env(), environment.name(), log);
    try (Reach reach = target.reach(environment.name(), from)) {
      AgentJob job = job(environment, test, variables, Optional.of(reach), log);
      TaskResult result =
          workspaces.run(
              taskId(environment, test),
              job,
              test.env(),
              test.reports(),
              workspace -> sources.checkOut(test.source(), revision, workspace),
              workspace -> {});
      return result.with(Map.of("version", Versions.of("0", revision)), result.reason());
    }
  }

  private static String taskId(Environment environment, EnvironmentTest test) {
    return Task.Kind.TEST.id(environment.name() + "/" + test.name());
  }

  private AgentJob job(
      Environment environment,
      EnvironmentTest test,
      Map<String, String> own,
      Optional<Reach> reach,
      TaskLog log) {
    Map<String, String> variables = new TreeMap<>(own);
    variables.put("DROVER_PROJECT", configuration.project());
    reach.ifPresent(
        r ->
            variables.putAll(
                TestVariables.of(environment.name(), running(environment).id(), r.urls())));
    String name = jobName(environment, test);
    return new AgentJob(
        name,
        OwnPackages.of(results.publications().keySet(), results).in(test.agent()),
        workspaces.folder(name),
        variables,
        test.commands(),
        Reports.patterns(List.of(), test.reports()),
        test.placement(),
        reach.flatMap(Reach::network).map(n -> new AgentJob.Network(n.name(), n.hosts())),
        log);
  }

  /**
   * Makes the workspace of a test whose lines are run in a pod of the environment's cluster.
   *
   * @return the job, without values of secrets
   */
  AgentJob prepare(Environment environment, EnvironmentTest test, TaskLog log)
      throws InterruptedException {
    Revision revision = sources.resolve(test.source());
    try (Reach reach = target.reach(environment.name(), Reach.From.POD)) {
      AgentJob job = job(environment, test, Secrets.literals(test.env()), Optional.of(reach), log);
      workspaces.prepare(job, workspace -> sources.checkOut(test.source(), revision, workspace));
      return job;
    }
  }

  /** Collects what such a test left in its workspace. */
  TaskResult finish(Environment environment, EnvironmentTest test, TaskLog log)
      throws InterruptedException {
    return workspaces.finish(
        taskId(environment, test),
        job(environment, test, Secrets.literals(test.env()), Optional.empty(), log),
        test.env(),
        test.reports(),
        workspace -> {});
  }

  TaskResult promote(Environment environment, TaskLog log) throws InterruptedException {
    Release release = running(environment);
    target.goLive(environment.name(), log);
    releases.markTested(environment.name(), release);
    Map<String, String> outputs = new LinkedHashMap<>(Map.of("release", release.id()));
    boolean last = settings.upTo().filter(environment.name()::equals).isPresent();
    if (environment.nextEnvironment().isEmpty() || last) {
      return TaskResult.done(outputs);
    }
    Environment next = configuration.environment(environment.nextEnvironment().get()).orElseThrow();
    Optional<String> open = approvalFor(next, release);
    if (open.isPresent()) {
      return TaskResult.waiting(open.get());
    }
    target.prepare(next.name(), log);
    releases.hand(next.name(), release);
    outputs.put("to", next.name());
    log.accept("release %s may enter %s".formatted(release.id(), next.name()));
    return TaskResult.done(outputs);
  }

  /** What is missing before a release may enter an environment; empty when nothing is. */
  private Optional<String> approvalFor(Environment environment, Release release) {
    String name = environment.name();
    boolean granted =
        environment.deployment().mode() == Mode.AUTO
            || releases.incoming(name).filter(release::equals).isPresent()
            || settings.approved().contains(name)
            || listener.approve(name, release.id());
    return granted
        ? Optional.empty()
        : Optional.of(
            "%s takes releases by approval only. Approve: drover run --approve %s"
                .formatted(name, name));
  }

  /** What this run deployed; in a run of one task, what the environment is known to run. */
  Release running(Environment environment) {
    return Optional.ofNullable(running.get(environment.name()))
        .or(() -> releases.deployed(environment.name()))
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "nothing was deployed to %s yet: %s comes first"
                        .formatted(environment.name(), Task.Kind.DEPLOY.id(environment.name()))));
  }

  /** Whether releases come into the environment from nowhere else. */
  boolean isFirst(Environment environment) {
    return configuration.environments().stream()
        .noneMatch(e -> e.nextEnvironment().filter(environment.name()::equals).isPresent());
  }

  /** What was promoted into the environment last. */
  Release incoming(Environment environment) {
    return releases
        .incoming(environment.name())
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "no release may enter %s yet: it has to be promoted into it first"
                        .formatted(environment.name())));
  }

  /** What was promoted into the environment; applications that came from nowhere as built now. */
  private Release release(Environment environment) {
    Map<String, ReleasedImage> built = new TreeMap<>();
    for (String application : DesiredState.applications(environment)) {
      ReleasedImage image = results.images().get(application);
      if (image != null) {
        built.put(application, image);
      }
    }
    if (isFirst(environment)) {
      return new Release(built);
    }
    Map<String, ReleasedImage> promoted = new TreeMap<>(incoming(environment).images());
    promoted.keySet().retainAll(built.keySet());
    return new Release(promoted).completedBy(new Release(built));
  }
}
