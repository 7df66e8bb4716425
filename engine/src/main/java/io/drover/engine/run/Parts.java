package io.drover.engine.run;

import io.drover.config.model.Application.Builder;
import io.drover.config.model.Configuration;
import io.drover.config.model.EnvironmentTest;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentImages;
import io.drover.engine.agent.kubernetes.PodAgents;
import io.drover.engine.deploy.Reach;
import io.drover.engine.deploy.Target;
import io.drover.engine.deploy.cluster.ClusterTarget;
import io.drover.engine.image.BuildkitBuilder;
import io.drover.engine.image.DockerBuilder;
import io.drover.engine.image.Images;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.image.layers.DebianCache;
import io.drover.engine.image.layers.FileCache;
import io.drover.engine.image.layers.LayersBuilder;
import io.drover.engine.process.Containers;
import io.drover.engine.release.Releases;
import io.drover.engine.run.RunSettings.AgentKind;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.Masking;
import io.drover.engine.verify.TestType;
import io.drover.engine.version.Sources;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The parts that do the tasks, put together as a run of the plan or of one task needs them. */
final class Parts {
  private static final String HELPER_BASE = "debian:12";

  private final Configuration configuration;
  private final RunSettings settings;
  private final StateFolder state;
  private final Path cache;
  private final Containers containers;
  private final Stores stores;
  private final Sources sources;
  private final Secrets secrets;
  private final Masking masking;
  private final PackageSupply supply;
  private final Results results = new Results();

  /**
   * Parts for a configuration.
   *
   * @param cache where base images are kept for all projects
   * @param secrets values of secrets; what is read of them is masked
   * @param notice takes what a person should read
   */
  Parts(
      Configuration configuration,
      RunSettings settings,
      StateFolder state,
      Path cache,
      Containers containers,
      Stores stores,
      Sources sources,
      Secrets secrets,
      Consumer<String> notice) {
    this.configuration = configuration;
    this.settings = settings;
    this.state = state;
    this.cache = cache;
    this.containers = containers;
    this.stores = stores;
    this.sources = sources;
    this.secrets = secrets;
    this.masking = secrets.files().masking();
    this.supply = supply(stores, state, notice);
  }

  /** What installations need; files come from the cache, if there is one. */
  static PackageSupply supply(Stores stores, StateFolder state, Consumer<String> notice) {
    PackageSupply supply = PackageSupply.of(System.getenv());
    return stores
        .cache()
        .map(kept -> supply.with(FileCache.of(kept, state.work("files"), notice)))
        .orElse(supply);
  }

  /** What tasks hand to later ones. */
  Results results() {
    return results;
  }

  Sources sources() {
    return sources;
  }

  Masking masking() {
    return masking;
  }

  /**
   * Images as these builders make them.
   *
   * @param used builders that the files name; engines are asked at once: one that is away is known
   *     before anything is built
   */
  Images images(Set<Builder> used) throws InterruptedException {
    var registry = stores.registry();
    Path work = state.work("images");
    Images images =
        Images.of(registry, containers, supply, work, state.instance())
            .with(
                Builder.LAYERS, LayersBuilder.of(registry, supply, cache.resolve("layers"), work));
    Optional<DebianCache.Repositories> kept = stores.cache();
    if (kept.isPresent()) {
      images =
          images.with(DebianCache.of(registry, supply, kept.get(), cache.resolve("layers"), work));
    }
    if (used.contains(Builder.DOCKER)) {
      DockerBuilder docker = DockerBuilder.of(registry, supply, work, state.instance());
      docker.check();
      images = images.with(Builder.DOCKER, docker);
    }
    if (used.contains(Builder.BUILDKIT)) {
      String address = settings.buildkit().orElseThrow();
      BuildkitBuilder buildkit = BuildkitBuilder.of(registry, supply, work, address);
      buildkit.check();
      images = images.with(Builder.BUILDKIT, buildkit);
    }
    return images;
  }

  RuntimeImages runtimes() throws InterruptedException {
    return new RuntimeImages(stores.registry(), containers, cache.resolve("baseimages"));
  }

  /** The image of the containers that bring files to agents' pods and back. */
  PodAgents.HelperImage helper(RuntimeImages runtimes) {
    return log -> runtimes.ensure(HELPER_BASE, log);
  }

  /**
   * Images of agents.
   *
   * @param own where packages of the project come from; empty if no agent has any
   */
  AgentImages agentImages(Images images, RuntimeImages runtimes, Optional<AptSource> own) {
    return new AgentImages(images, runtimes, supply, configuration.project(), own);
  }

  Workspaces workspaces(Agent agent, AgentKind kind, Path logs) {
    Reports reports = new Reports(logs.resolve("reports"), masking);
    return new Workspaces(state, agent, kind, settings.target(), reports, masking);
  }

  ComponentWork components(Workspaces workspaces) {
    return new ComponentWork(configuration.project(), state, sources, workspaces, secrets, results);
  }

  ImageRecipes recipes() {
    return new ImageRecipes(configuration.project(), supply, stores, results);
  }

  ImageWork imageWork(Images images, RuntimeImages runtimes) {
    return new ImageWork(images, runtimes, recipes(), results);
  }

  TestWork tests(
      Workspaces workspaces,
      Reach.From from,
      Target target,
      TestRecorder recorder,
      Map<EnvironmentTest.Type, TestType> types) {
    return new TestWork(
        configuration.project(),
        from,
        sources,
        workspaces,
        target,
        secrets,
        results,
        recorder,
        types);
  }

  Deployer deployer(Releases releases, ClusterTarget target) {
    return new Deployer(
        releases,
        target,
        new DesiredState(configuration, sources, () -> Optional.of(stores.registry())));
  }

  EnvironmentWork environments(
      TestWork tests,
      Target target,
      Releases releases,
      TestRecorder recorder,
      RunListener listener) {
    return new EnvironmentWork(
        configuration, settings, sources, target, releases, tests, recorder, results, listener);
  }
}
