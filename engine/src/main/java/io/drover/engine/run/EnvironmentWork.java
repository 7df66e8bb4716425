package io.drover.engine.run;

import io.drover.config.model.Configuration;
import io.drover.config.model.Deployment.Mode;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.deploy.Address;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.EnvironmentStatus;
import io.drover.engine.deploy.PodmanTarget;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.file.Trees;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Registry;
import io.drover.engine.kubernetes.Manifests;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.release.ReleaseLog;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.verify.TestVariables;
import io.drover.engine.version.Revision;
import io.drover.engine.version.Sources;
import io.drover.engine.version.Versions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Deploys releases to environments, tests them there, and promotes them. */
final class EnvironmentWork {
  private final Configuration configuration;
  private final RunSettings settings;
  private final boolean inNetwork;
  private final StateFolder state;
  private final Sources sources;
  private final Agent agent;
  private final PodmanTarget target;
  private final ReleaseLog releases;
  private final Secrets secrets;
  private final Reports reports;
  private final Results results;
  private final RunListener listener;
  private final Map<String, Release> running = new ConcurrentHashMap<>();

  EnvironmentWork(
      Configuration configuration,
      RunSettings settings,
      boolean inNetwork,
      StateFolder state,
      Sources sources,
      Agent agent,
      PodmanTarget target,
      Secrets secrets,
      Reports reports,
      Results results,
      RunListener listener) {
    this.configuration = configuration;
    this.settings = settings;
    this.inNetwork = inNetwork;
    this.state = state;
    this.sources = sources;
    this.agent = agent;
    this.target = target;
    this.releases = new ReleaseLog(state.releases());
    this.secrets = secrets;
    this.reports = reports;
    this.results = results;
    this.listener = listener;
  }

  TaskResult deploy(Environment environment, Registry registry, TaskLog log)
      throws InterruptedException {
    Release release = release(environment);
    Optional<String> open = approvalFor(environment, release);
    if (isFirst(environment) && open.isPresent()) {
      return TaskResult.waiting(open.get());
    }
    DeployResult result =
        target.deploy(
            Manifests.of(
                configuration.project(), environment, images(environment, release, registry)),
            log);
    Map<String, String> outputs = new LinkedHashMap<>();
    outputs.put("release", release.id());
    for (ServiceOutcome service : result.services()) {
      if (service.kind() != ServiceOutcome.Kind.FAILED) {
        outputs.put(service.service() + ".image", service.image());
      }
      service.address().url().ifPresent(url -> outputs.put(service.service() + ".url", url));
    }
    if (!result.succeeded()) {
      String reasons =
          String.join(
              "\n",
              result.failed().stream()
                  .map(s -> s.service() + ": " + s.reason().orElse("unknown"))
                  .toList());
      return TaskResult.failed(reasons).with(outputs, reasons);
    }
    running.put(environment.name(), release);
    if (isFirst(environment)) {
      releases.hand(environment.name(), release);
    }
    releases.markDeployed(environment.name(), release);
    return result.changed() ? TaskResult.done(outputs) : TaskResult.reused(outputs);
  }

  TaskResult test(Environment environment, EnvironmentTest test, TaskLog log)
      throws InterruptedException {
    String name = "test-%s-%s".formatted(environment.name(), test.name());
    Revision revision = sources.resolve(test.source());
    Path folder = Trees.fresh(state.work(name));
    EnvironmentStatus status = target.status(environment.name());
    Map<String, String> variables =
        new TreeMap<>(secrets.environment(test.env(), environment.name(), log));
    variables.put("DROVER_PROJECT", configuration.project());
    variables.putAll(
        TestVariables.of(
            status,
            running.get(environment.name()).id(),
            inNetwork ? Address::inNetworkUrl : Address::url));
    AgentJob job =
        new AgentJob(
            name,
            test.agent(),
            folder,
            variables,
            test.commands(),
            inNetwork ? Optional.of(network(environment)) : Optional.empty(),
            log);
    sources.checkOut(test.source(), revision, Trees.make(job.workspace()));
    String summary = "";
    try {
      agent.run(job);
    } catch (WorkFailedException e) {
      summary = reports.collect(name, test.reports(), job.workspace());
      throw new WorkFailedException(
          summary.isEmpty() ? e.getMessage() : summary + "\n" + e.getMessage(), e);
    }
    summary = reports.collect(name, test.reports(), job.workspace());
    Trees.delete(folder);
    return TaskResult.done(Map.of("version", Versions.of("0", revision))).with(Map.of(), summary);
  }

  private AgentJob.Network network(Environment environment) {
    String name = environment.name();
    return new AgentJob.Network(target.network(name), target.hosts(name));
  }

  TaskResult promote(Environment environment, TaskLog log) {
    Release release = running.get(environment.name());
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

  private boolean isFirst(Environment environment) {
    return configuration.environments().stream()
        .noneMatch(e -> e.nextEnvironment().filter(environment.name()::equals).isPresent());
  }

  /** What was promoted into the environment; applications that came from nowhere as built now. */
  private Release release(Environment environment) {
    Map<String, ReleasedImage> built = new TreeMap<>();
    for (Service service : environment.services()) {
      ReleasedImage image = results.images().get(service.application());
      if (image != null) {
        built.put(service.application(), image);
      }
    }
    if (isFirst(environment)) {
      return new Release(built);
    }
    Map<String, ReleasedImage> promoted =
        new TreeMap<>(releases.incoming(environment.name()).orElseThrow().images());
    promoted.keySet().retainAll(built.keySet());
    return new Release(promoted).completedBy(new Release(built));
  }

  /** The image of each service: that of the release, or the one that it is pinned to. */
  private Map<String, ReleasedImage> images(
      Environment environment, Release release, Registry registry) throws InterruptedException {
    Map<String, ReleasedImage> images = new TreeMap<>();
    for (Service service : environment.services()) {
      ReleasedImage image = release.images().get(service.application());
      if (service.version().isPresent()) {
        image = pinned(service, service.version().get(), registry);
      }
      if (image != null) {
        images.put(service.name(), image);
      }
    }
    return images;
  }

  private ReleasedImage pinned(Service service, String version, Registry registry)
      throws InterruptedException {
    String path = configuration.project() + "/" + service.application();
    ImageReference image =
        registry
            .find(path, Versions.tag(version))
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "service %s is pinned to version %s of %s, which the registry does not have. Its versions are tags of %s"
                            .formatted(
                                service.name(),
                                version,
                                service.application(),
                                registry.repository(path))));
    return new ReleasedImage(image.toString(), version);
  }
}
