package io.drover.engine.run;

import io.drover.config.model.Configuration;
import io.drover.config.model.Deployment.Mode;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.deploy.Target;
import io.drover.engine.image.Registry;
import io.drover.engine.release.Action;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.Releases;
import io.drover.engine.version.Sources;
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
  private final Sources sources;
  private final Target target;
  private final Releases releases;
  private final TestWork tests;
  private final TestRecorder recorder;
  private final Results results;
  private final RunListener listener;
  private final Map<String, Release> running = new ConcurrentHashMap<>();

  EnvironmentWork(
      Configuration configuration,
      RunSettings settings,
      Sources sources,
      Target target,
      Releases releases,
      TestWork tests,
      TestRecorder recorder,
      Results results,
      RunListener listener) {
    this.configuration = configuration;
    this.settings = settings;
    this.sources = sources;
    this.target = target;
    this.releases = releases;
    this.tests = tests;
    this.recorder = recorder;
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
            new DesiredState(configuration, sources, () -> Optional.of(registry))
                .of(environment, release),
            log);
    TaskResult ended = result(release, result);
    if (!result.succeeded()) {
      releases.markFailed(
          environment.name(), release, Action.DEPLOY, Optional.empty(), ended.reason());
      return ended;
    }
    running.put(environment.name(), release);
    if (isFirst(environment)) {
      releases.hand(environment.name(), release);
    }
    releases.markDeployed(environment.name(), release);
    return ended;
  }

  /** What came of bringing a release to an environment. */
  static TaskResult result(Release release, DeployResult result) {
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
      return TaskResult.failed(reasons).with(outputs, reasons);
    }
    return result.changed() ? TaskResult.done(outputs) : TaskResult.reused(outputs);
  }

  /** The reason, and what the container wrote last. */
  private static String whyItFailed(ServiceOutcome service) {
    StringBuilder why = new StringBuilder(service.service() + ": " + service.reason().orElse(""));
    service.lastLines().forEach(line -> why.append("\n  | ").append(line));
    return why.toString();
  }

  TaskResult test(Environment environment, EnvironmentTest test, TaskLog log)
      throws InterruptedException {
    return tests.run(environment, test, running(environment), log);
  }

  TaskResult promote(Environment environment, TaskLog log) throws InterruptedException {
    Release release = running(environment);
    List<String> open = recorder.open(environment, release);
    if (open.isEmpty()) {
      releases.markTested(environment.name(), release);
    } else if (settings.skipTests().isPresent()) {
      releases.markUntested(environment.name(), release, settings.skipTests().get());
      log.accept("tests are left out: " + settings.skipTests().get());
    } else {
      return TaskResult.failed(
          "release %s did not pass all tests of %s:%n  %s"
              .formatted(release.id(), environment.name(), String.join("\n  ", open)));
    }
    target.goLive(environment.name(), log);
    Map<String, String> outputs = new LinkedHashMap<>(Map.of("release", release.id()));
    boolean last = settings.upTo().filter(environment.name()::equals).isPresent();
    if (environment.nextEnvironment().isEmpty() || last) {
      return TaskResult.done(outputs);
    }
    Environment next = configuration.environment(environment.nextEnvironment().get()).orElseThrow();
    Optional<String> approval = approvalFor(next, release);
    if (approval.isPresent()) {
      return TaskResult.waiting(approval.get());
    }
    target.prepare(next.name(), log);
    releases.hand(next.name(), release);
    outputs.put("to", next.name());
    log.accept("release %s may enter %s".formatted(release.id(), next.name()));
    return TaskResult.done(outputs);
  }

  /** What this run deployed, or what runs there since an earlier one. */
  Release running(Environment environment) {
    return Optional.ofNullable(running.get(environment.name()))
        .or(() -> releases.deployed(environment.name()))
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "nothing was deployed to %s yet; begin with: drover run --to %s"
                        .formatted(environment.name(), environment.name())));
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
