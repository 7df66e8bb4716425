package io.drover.engine.run;

import io.drover.aptly.PackageRepository;
import io.drover.config.model.Application;
import io.drover.config.model.Application.Builder;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentTest.Locust;
import io.drover.config.model.EnvironmentTest.Type;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentImages;
import io.drover.engine.agent.PodmanAgent;
import io.drover.engine.agent.ProcessAgent;
import io.drover.engine.deploy.Reach;
import io.drover.engine.deploy.cluster.ClusterTarget;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.deploy.podman.PodmanTarget;
import io.drover.engine.deploy.podman.ProxyImage;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.Images;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installation.Manager;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.process.Containers;
import io.drover.engine.release.Actor;
import io.drover.engine.release.ReleaseFiles;
import io.drover.engine.release.ReleaseStore;
import io.drover.engine.release.Releases;
import io.drover.engine.run.RunSettings.AgentKind;
import io.drover.engine.run.RunSettings.Target;
import io.drover.engine.run.local.LocalServers;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.run.local.Tools;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.verify.ShellTests;
import io.drover.engine.verify.TestType;
import io.drover.engine.verify.locust.LocustTests;
import io.drover.engine.version.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A run of the whole plan on this machine, without Jenkins. */
public final class LocalRun {
  private static final String PROXY_BASE = "debian:12";
  private static final Set<Task.Kind> CLUSTER_KINDS = Set.of(Task.Kind.DEPLOY, Task.Kind.TEST);
  private static final DateTimeFormatter RUN_ID =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Configuration configuration;
  private final RunSettings settings;
  private final StateFolder state;
  private final Path cache;
  private final RunListener listener;

  /**
   * A run of a configuration that was read without errors.
   *
   * @param state where everything is kept
   * @param cache where base images are kept for all projects
   * @param listener follows the run
   */
  public LocalRun(
      Configuration configuration,
      RunSettings settings,
      StateFolder state,
      Path cache,
      RunListener listener) {
    this.configuration = configuration;
    this.settings = settings;
    this.state = state;
    this.cache = cache;
    this.listener = listener;
  }

  /**
   * Does the plan's tasks. When this thread is interrupted meanwhile, the tasks that run end as
   * failed; nothing that this run started runs any more then, except services deployed whole.
   *
   * @return how each task ended
   * @throws WorkFailedException if the run could not begin
   * @throws InterruptedException if this thread was interrupted before the first task
   */
  public RunReport run() throws InterruptedException {
    settings
        .skipTests()
        .ifPresent(why -> listener.notice("tests are left out, which is recorded: " + why));
    Preflight.check(configuration, settings, listener::notice);
    return walk(plan(), Tests.OF_THE_PLAN);
  }

  /**
   * Runs tests of an environment against what runs there, and nothing else.
   *
   * @param tests their names; empty: all
   * @return how each of them ended
   * @throws WorkFailedException if the run could not begin, or there is no such test
   */
  public RunReport test(String environment, Set<String> tests) throws InterruptedException {
    Set<String> there =
        configuration.environment(environment).map(Environment::tests).orElse(List.of()).stream()
            .map(EnvironmentTest::name)
            .collect(Collectors.toCollection(TreeSet::new));
    if (there.isEmpty()) {
      throw new WorkFailedException(environment + " has no tests in environments.yaml");
    }
    for (String test : tests) {
      if (!there.contains(test)) {
        throw new WorkFailedException(
            "there is no test %s in %s; there is %s"
                .formatted(test, environment, String.join(", ", there)));
      }
    }
    Preflight.checkTests(configuration, settings);
    return walk(Plan.of(configuration).tests(environment, tests), Tests.ALONE);
  }

  /**
   * Runs a load test of an environment against what runs there, without recording what it comes to.
   *
   * @param test its name; empty: the only one that there is
   * @param change makes the settings that are wanted of those of the file
   * @return how it ended
   * @throws WorkFailedException if the run could not begin, or it is not certain which test is
   *     meant
   */
  public RunReport load(String environment, Optional<String> test, UnaryOperator<Locust> change)
      throws InterruptedException {
    List<String> there =
        configuration.environment(environment).map(Environment::tests).orElse(List.of()).stream()
            .filter(t -> t.type() == Type.LOCUST)
            .map(EnvironmentTest::name)
            .toList();
    if (there.isEmpty()) {
      throw new WorkFailedException(
          "%s has no test of type locust in environments.yaml".formatted(environment));
    }
    if (test.isEmpty() && there.size() > 1 || test.filter(t -> !there.contains(t)).isPresent()) {
      throw new WorkFailedException(
          "%s; load tests of %s: %s"
              .formatted(
                  test.map(t -> "there is no load test " + t).orElse("name one with --test"),
                  environment,
                  String.join(", ", there)));
    }
    Preflight.checkTests(configuration, settings);
    return walk(
        Plan.of(configuration).tests(environment, Set.of(test.orElse(there.get(0)))),
        new Tests(true, false, change));
  }

  /**
   * How tests are run.
   *
   * @param alone whether nothing else is done
   * @param recorded whether what they come to is recorded with the release
   * @param change makes the settings of load tests that are wanted of those of the file
   */
  private record Tests(boolean alone, boolean recorded, UnaryOperator<Locust> change) {
    static final Tests OF_THE_PLAN = new Tests(false, true, UnaryOperator.identity());
    static final Tests ALONE = new Tests(true, true, UnaryOperator.identity());
  }

  private RunReport walk(Plan plan, Tests tests) throws InterruptedException {
    Instant begin = Instant.now();
    try (StateFolder.Lock lock = state.lock()) {
      Tools.ensure(settings.usesPodman(), settings.mayInstallTools(), listener::notice);
      Containers containers = Containers.probe(state.root());
      requirePodman(containers);
      if (containers.whyNot().isEmpty()) {
        PodmanAgent.removeLeftovers(containers, state.instance());
      }
      Images.removeLeftovers(containers, state.instance());
      AgentPodsNote.of(state).removeLeftovers(configuration.project(), listener::notice);
      ProcessAgent.endLeftovers(state.processes());
      LocalServers servers =
          new LocalServers(
              configuration.project(), state.servers(), settings.registry(), listener::notice);
      try (Clusters clusters = clusters(plan);
          AgentPods pods = agentPods(clusters)) {
        Path logs = state.newRun(RUN_ID.format(Instant.now()));
        PlanRunner.Work work = work(containers, servers, clusters, pods, logs, tests);
        listener.started(plan, logs);
        PlanRunner runner = new PlanRunner(plan, work, listener, settings.parallel());
        Map<String, TaskResult> results = runner.run();
        if (runner.wasInterrupted()) {
          servers.stopStartedHere();
        }
        return new RunReport(plan, results, logs, Duration.between(begin, Instant.now()));
      } catch (InterruptedException e) {
        servers.stopStartedHere();
        throw e;
      }
    }
  }

  private Plan plan() {
    Plan all = Plan.of(configuration);
    if (settings.target() == Target.NONE) {
      return all.withoutEnvironments();
    }
    Plan wanted = settings.upTo().map(all::upTo).orElse(all);
    return settings.skipTests().isPresent() ? wanted.withoutTests() : wanted;
  }

  private void requirePodman(Containers containers) {
    if (settings.needsPodman() && containers.whyNot().isPresent()) {
      throw new WorkFailedException(
          "podman cannot run containers on this machine: %s%nWhat works without: drover run --target none (build, publish, image)"
              .formatted(containers.whyNot().get()));
    }
  }

  private AgentKind agentKind(Containers containers) {
    if (settings.agent().isPresent()) {
      return settings.agent().get();
    }
    if (containers.whyNot().isEmpty()) {
      return AgentKind.PODMAN;
    }
    listener.notice(
        "podman cannot run containers here, so builds run as processes of this machine: "
            + containers.whyNot().get());
    return AgentKind.PROCESS;
  }

  /** Connected before anything is made: a cluster that is away, or lacks GPUs, is known at once. */
  private Clusters clusters(Plan plan) throws InterruptedException {
    Clusters clusters = new Clusters(settings.kubernetes().access(), listener::notice);
    try {
      if (settings.target() == Target.KUBERNETES) {
        plan.tasks().stream()
            .filter(task -> CLUSTER_KINDS.contains(task.kind()))
            .forEach(task -> clusters.client(environment(task)));
      }
      GpuPreflight.check(plan, configuration, settings, clusters);
      return clusters;
    } catch (WorkFailedException | InterruptedException e) {
      clusters.close();
      throw e;
    }
  }

  private Environment environment(Task task) {
    return configuration.environment(task.subject()).orElseThrow();
  }

  private PlanRunner.Work work(
      Containers containers,
      LocalServers servers,
      Clusters clusters,
      AgentPods pods,
      Path logs,
      Tests tests)
      throws InterruptedException {
    String project = configuration.project();
    SecretFiles secrets = new SecretFiles(state.secrets(), new Masking());
    PackageServer server =
        PackageServer.of(
            project, servers, System.getenv(), state.servers(), secrets.masking()::hide);
    Stores stores = new LocalStores(servers, server);
    stores.registry();
    PackageRepository packages = stores.packages();
    if (!server.isShared()) {
      // The project is locked and the server is its own: nobody else publishes now.
      packages.deleteUnfinished();
    }
    Parts parts =
        new Parts(
            configuration,
            settings,
            state,
            cache,
            containers,
            stores,
            Sources.open(configuration.directory(), state.mirrors(), secrets),
            new Secrets(secrets),
            listener::notice);
    // Engines are asked before anything is built: one that is away is known at once.
    Images images = parts.images(tests.alone() ? Set.of() : builders());
    RuntimeImages runtimes = parts.runtimes();
    AgentKind agentKind = agentKind(containers);
    AgentImages agentImages =
        parts.agentImages(images, runtimes, Optional.of(OwnPackages.source(stores)));
    Agent agent =
        switch (agentKind) {
          case PROCESS -> new ProcessAgent(state.processes(), settings.mayInstallDependencies());
          case PODMAN -> new PodmanAgent(containers, agentImages, state.instance());
          case KUBERNETES -> pods.agent(agentImages, parts.helper(runtimes));
        };
    Workspaces workspaces = parts.workspaces(agent, agentKind, logs);
    boolean inCluster = settings.target() == Target.KUBERNETES;
    io.drover.engine.deploy.Target target =
        inCluster
            ? ClusterTarget.of(
                clusters, configuration, settings.kubernetes().deployment().withoutGoingLive())
            : PodmanTarget.of(
                containers, project, state.instance(), state.root(), proxy(images, runtimes));
    ReleaseStore store =
        inCluster ? clusters.record(configuration) : new ReleaseFiles(state.releases());
    Releases releases = new Releases(store, Actor.of(System.getenv()), change -> {});
    TestRecorder recorder = new TestRecorder(releases, parts.masking(), tests.recorded());
    ComponentWork components = parts.components(workspaces);
    if (tests.alone()) {
      components.findPublished(configuration.components(), packages);
    }
    TestType shellTests = new ShellTests(agent);
    TaskWork.Kinds kinds =
        new PlanTasks(
            configuration,
            stores,
            components,
            parts.imageWork(images, runtimes),
            parts.environments(
                parts.tests(
                    workspaces,
                    from(agentKind),
                    target,
                    recorder,
                    Map.of(
                        Type.SHELL,
                        shellTests,
                        Type.GPU,
                        shellTests,
                        Type.LOCUST,
                        new LocustTests(agent, agentKind == AgentKind.KUBERNETES, tests.change()))),
                target,
                releases,
                recorder,
                listener));
    return new TaskWork(kinds, parts.masking(), logs, listener);
  }

  private Set<Builder> builders() {
    return configuration.applications().stream()
        .map(Application::builder)
        .collect(Collectors.toSet());
  }

  private static Reach.From from(AgentKind kind) {
    return switch (kind) {
      case PROCESS -> Reach.From.MACHINE;
      case PODMAN -> Reach.From.CONTAINER;
      case KUBERNETES -> Reach.From.POD;
    };
  }

  /** Begun before anything is built, too. */
  private AgentPods agentPods(Clusters clusters) throws InterruptedException {
    return settings.hasAgentPods()
        ? AgentPods.begin(
            clusters,
            configuration.project(),
            settings.kubernetes(),
            state,
            System.getenv(),
            listener::notice)
        : AgentPods.none();
  }

  private ProxyImage proxy(Images images, RuntimeImages runtimes) {
    return log ->
        images.local(
            images
                .ensure(
                    new ImageRecipe(
                        configuration.project() + "/proxy",
                        runtimes.ensure(PROXY_BASE, log),
                        List.of(Installation.of(Manager.APT, List.of("curl", "haproxy"))),
                        ImageRecipe.Settings.NONE,
                        Map.of()),
                    log)
                .image());
  }
}
