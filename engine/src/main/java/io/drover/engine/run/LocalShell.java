package io.drover.engine.run;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Component;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentVariable;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentImages;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.agent.LineFailedException;
import io.drover.engine.agent.PodmanAgent;
import io.drover.engine.agent.ProcessAgent;
import io.drover.engine.deploy.Reach;
import io.drover.engine.deploy.Target;
import io.drover.engine.deploy.cluster.ClusterAccess;
import io.drover.engine.deploy.cluster.ClusterTarget;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.deploy.cluster.DeploySettings;
import io.drover.engine.deploy.podman.PodmanTarget;
import io.drover.engine.image.Images;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.image.layers.DebianCache;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.process.Containers;
import io.drover.engine.run.local.LocalServers;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.MaskedStreams;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.verify.TestVariables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Gets a person into the workspace of a build or a test that failed. */
public final class LocalShell {
  private final Configuration configuration;
  private final StateFolder state;
  private final Path cache;
  private final ClusterAccess access;
  private final Consumer<String> notice;
  private final Masking masking = new Masking();

  /**
   * A way into a project's workspaces.
   *
   * @param state where everything is kept
   * @param cache where base images are kept for all projects
   * @param access the cluster, for tests of services that run in one
   * @param notice takes what the person should read
   */
  public LocalShell(
      Configuration configuration,
      StateFolder state,
      Path cache,
      ClusterAccess access,
      Consumer<String> notice) {
    this.configuration = configuration;
    this.state = state;
    this.cache = cache;
    this.access = access;
    this.notice = notice;
  }

  /**
   * Opens a shell on the terminal, or runs one command with its output masked.
   *
   * @param id id of the task, for example {@code build:catalog}
   * @param command a shell line; empty for a shell on the terminal
   * @param output takes what the command writes
   * @return exit status of the shell or of the command
   * @throws WorkFailedException if no workspace of the task is kept, or a run is going on
   */
  public int run(String id, Optional<String> command, Consumer<String> output)
      throws InterruptedException {
    Task task = task(id);
    try (StateFolder.Lock lock = state.lock()) {
      KeptWorkspace kept = KeptWorkspace.of(id, state);
      Containers containers = Containers.probe(state.root());
      LocalServers servers =
          new LocalServers(configuration.project(), state.servers(), Optional.empty(), notice);
      try (Clusters clusters = new Clusters(access, notice)) {
        Agent agent = agent(kept, containers, servers);
        Run run = new Run(kept, agent, command, output);
        return task.kind() == Task.Kind.BUILD
            ? inBuild(task, run)
            : inTest(task, run, target(kept, containers, clusters));
      } catch (WorkFailedException e) {
        throw new WorkFailedException(masking.mask(e.getMessage()), e);
      } finally {
        servers.stopStartedHere();
      }
    }
  }

  /** What a person wants, and where. */
  private record Run(
      KeptWorkspace kept, Agent agent, Optional<String> command, Consumer<String> output) {}

  private Task task(String id) {
    return Plan.of(configuration).tasks().stream()
        .filter(task -> task.id().equals(id))
        .filter(task -> task.kind() == Task.Kind.BUILD || task.kind() == Task.Kind.TEST)
        .findFirst()
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "%s is not a build or a test of %s; drover plan lists them"
                        .formatted(id, configuration.project())));
  }

  private Agent agent(KeptWorkspace kept, Containers containers, LocalServers servers)
      throws InterruptedException {
    if (kept.agent() == RunSettings.AgentKind.PROCESS) {
      return new ProcessAgent(state.processes(), false);
    }
    if (containers.whyNot().isPresent()) {
      throw new WorkFailedException(
          "podman cannot run containers on this machine: %s%nThe workspace itself: %s"
              .formatted(containers.whyNot().get(), state.root().resolve("work")));
    }
    PackageServer server =
        PackageServer.of(
            configuration.project(), servers, System.getenv(), state.servers(), masking::hide);
    Stores stores = new LocalStores(servers, server);
    var registry = stores.registry();
    PackageSupply supply = Parts.supply(stores, state, notice);
    Path work = state.work("images");
    Images images =
        Images.of(registry, containers, supply, work, state.instance())
            .with(DebianCache.of(registry, supply, server, cache.resolve("layers"), work));
    RuntimeImages runtimes = new RuntimeImages(registry, containers, cache.resolve("baseimages"));
    return new PodmanAgent(
        containers,
        new AgentImages(images, runtimes, supply, configuration.project(), ownSource(kept, stores)),
        state.instance());
  }

  /** The server of packages is needed for those of ours only. */
  private static Optional<AptSource> ownSource(KeptWorkspace kept, Stores stores)
      throws InterruptedException {
    return kept.packages().packages().isEmpty()
        ? Optional.empty()
        : Optional.of(OwnPackages.source(stores));
  }

  private int inBuild(Task task, Run run) throws InterruptedException {
    Component component = configuration.component(task.subject()).orElseThrow();
    return open(
        run,
        job(
            ComponentWork.jobName(component),
            run.kept().packages().in(component.agent()),
            variables(run.kept(), component.env(), SecretFiles.BUILDS),
            Optional.empty(),
            run));
  }

  private int inTest(Task task, Run run, Target target) throws InterruptedException {
    Environment environment = configuration.environment(task.subject()).orElseThrow();
    EnvironmentTest test = environment.test(task.test()).orElseThrow();
    Map<String, String> variables = variables(run.kept(), test.env(), environment.name());
    String release = variables.getOrDefault(TestVariables.RELEASE, "");
    // What a pod left is looked at in a container of the same image.
    Reach.From from =
        run.kept().agent() == RunSettings.AgentKind.PROCESS
            ? Reach.From.MACHINE
            : Reach.From.CONTAINER;
    try (Reach reach = target.reach(environment.name(), from)) {
      variables.putAll(TestVariables.of(environment.name(), release, reach.urls()));
      return open(
          run,
          job(
              TestWork.jobName(environment, test),
              run.kept().packages().in(test.agent()),
              variables,
              reach.network().map(n -> new AgentJob.Network(n.name(), n.hosts())),
              run));
    }
  }

  private Target target(KeptWorkspace kept, Containers containers, Clusters clusters) {
    return kept.target() == RunSettings.Target.KUBERNETES
        ? ClusterTarget.of(clusters, configuration, DeploySettings.DEFAULT)
        : PodmanTarget.of(
            containers,
            configuration.project(),
            state.instance(),
            state.root(),
            log -> {
              throw new IllegalStateException("nothing is deployed here");
            });
  }

  private Map<String, String> variables(
      KeptWorkspace kept, List<EnvironmentVariable> wanted, String scope) {
    Map<String, String> variables = new TreeMap<>(kept.variables());
    variables.putAll(
        new Secrets(new SecretFiles(state.secrets(), masking)).environment(wanted, scope, notice));
    return variables;
  }

  private AgentJob job(
      String name,
      AgentSpec spec,
      Map<String, String> variables,
      Optional<AgentJob.Network> network,
      Run run) {
    Consumer<String> log = run.command().isPresent() ? run.output() : notice;
    return new AgentJob(
        name,
        spec,
        state.work(name),
        variables,
        run.command().map(List::of).orElse(List.of()),
        List.of(),
        EnvironmentTest.Placement.ANYWHERE,
        network,
        log);
  }

  private int open(Run run, AgentJob job) throws InterruptedException {
    if (run.command().isEmpty()) {
      greet(run.kept(), job);
      return run.agent().open(job);
    }
    try (MaskedStreams masked = new MaskedStreams(masking, job.log())) {
      run.agent().run(job.with(masked));
      return 0;
    } catch (LineFailedException e) {
      return e.status();
    }
  }

  private void greet(KeptWorkspace kept, AgentJob job) {
    notice.accept("%s failed: %s".formatted(kept.task(), kept.reason()));
    if (!kept.line().isEmpty()) {
      notice.accept("The line, to try it again:");
      kept.line().lines().forEach(line -> notice.accept("    " + line));
    }
    notice.accept("This is its workspace, %s; exit leaves it.".formatted(job.workspace()));
  }
}
