package io.drover.engine.run;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Application;
import io.drover.config.model.Configuration;
import io.drover.config.model.EnvironmentTest.Type;
import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentImages;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.agent.ElsewhereAgent;
import io.drover.engine.agent.PodmanAgent;
import io.drover.engine.agent.ProcessAgent;
import io.drover.engine.deploy.Reach;
import io.drover.engine.deploy.cluster.ClusterTarget;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.deploy.cluster.DeploySettings;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Images;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.process.Containers;
import io.drover.engine.release.Actor;
import io.drover.engine.release.Releases;
import io.drover.engine.run.RunSettings.AgentKind;
import io.drover.engine.run.RunSettings.Target;
import io.drover.engine.run.TaskSettings.Part;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.verify.ShellTests;
import io.drover.engine.verify.TestType;
import io.drover.engine.verify.locust.LocustTests;
import io.drover.engine.version.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One task of the plan, done where this process stands: in an agent's pod of Jenkins, or in a job
 * of any other CI system. Nothing is taken from an earlier task's place: what it made is found in
 * the package store, in the registry and in the cluster.
 */
public final class TaskRun {
  /** Variable that names the folder with the secrets' values. */
  private static final String SECRETS = "DROVER_SECRETS";

  /** For a deployment that goes on though the Jenkins that began it is gone. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final Configuration configuration;
  private final Plan plan;
  private final Task task;
  private final TaskSettings settings;
  private final Map<String, String> environment;
  private final Path cache;
  private final RunListener listener;
  private final StateFolder state;

  /**
   * A task of a configuration that was read without errors.
   *
   * @param id id of the task, for example {@code build:catalog}
   * @param environment variables of this process: they say where the stores are
   * @param cache where base images are kept for all projects
   * @param listener follows the task
   * @throws WorkFailedException if there is no such task
   */
  public TaskRun(
      Configuration configuration,
      String id,
      TaskSettings settings,
      Map<String, String> environment,
      Path cache,
      RunListener listener) {
    this.configuration = configuration;
    this.plan = Plan.ofTask(configuration, id);
    this.task = plan.tasks().get(0);
    this.settings = settings;
    this.environment = Map.copyOf(environment);
    this.cache = cache;
    this.listener = listener;
    this.state = new StateFolder(settings.folder());
  }

  /**
   * Does the task.
   *
   * @return how it ended; {@link #hasFailedTestsOnly} tells one sort of failure from the others
   * @throws WorkFailedException if it could not begin
   */
  public RunReport run() throws InterruptedException {
    RunSettings usual = runSettings();
    Preflight.check(configuration, task, usual);
    try (StateFolder.Lock lock = state.lock();
        Clusters clusters = new Clusters(settings.kubernetes().access(), listener::notice);
        AgentPods pods = agentPods(clusters)) {
      // The folder may lie in the repository that is built, and must not count as a change of it.
      AtomicFile.write(settings.folder().resolve(".gitignore"), "*\n");
      Path logs = Trees.fresh(settings.folder().resolve("logs"));
      ProcessAgent.endLeftovers(state.processes());
      Masking masking = new Masking();
      SharedStores stores = stores(masking);
      Made made = new Made(containers(), usual, stores, clusters, pods, masking, logs);
      SingleTasks whole = new SingleTasks(configuration, settings.choice(), stores, made);
      TaskWork.Kinds kinds =
          settings.part() == Part.WHOLE
              ? whole
              : new SplitTasks(stores, made, whole, settings, r -> report(r, logs).json());
      listener.started(plan, logs);
      listener.taskStarted(task);
      long begin = System.nanoTime();
      TaskResult result =
          new TaskWork(kinds, masking, logs, listener)
              .run(task)
              .in(Duration.ofNanos(System.nanoTime() - begin));
      listener.taskEnded(task, result);
      return report(result, logs);
    }
  }

  /**
   * The image in which the lines of a build or a test run, in the registry.
   *
   * @param make whether it is made where it is missing; that takes a machine that can build images
   * @return its name with digest; empty if it is missing
   * @throws WorkFailedException if it cannot be made, or the task has no lines
   */
  public Optional<String> agentImage(boolean make) throws InterruptedException {
    Masking masking = new Masking();
    SharedStores stores = stores(masking);
    try (StateFolder.Lock lock = state.lock();
        Clusters clusters = new Clusters(settings.kubernetes().access(), listener::notice)) {
      Containers containers = make ? Containers.probe(state.root()) : Containers.NONE;
      Made made =
          new Made(
              containers,
              runSettings(),
              stores,
              clusters,
              AgentPods.none(),
              masking,
              settings.folder());
      AgentSpec spec = new SingleTasks(configuration, settings.choice(), stores, made).agent(task);
      AgentImages images = made.agentImages(spec);
      Optional<ImageReference> image =
          make ? Optional.of(images.ensure(spec, listener::notice)) : images.find(spec);
      return image.map(ImageReference::toString);
    }
  }

  /**
   * Whether a task's second half failed for one reason alone: tests have failed in its reports,
   * though all lines ended with 0.
   */
  public static boolean hasFailedTestsOnly(RunReport report) {
    return report.results().values().stream()
        .allMatch(
            result -> result.tests().isPresent() && result.reason().startsWith(Workspaces.TESTS));
  }

  /** The folder with the secrets' values, if the variables name one. */
  static Optional<Path> secretsFolder(Map<String, String> environment) {
    return Optional.of(environment.getOrDefault(SECRETS, ""))
        .filter(named -> !named.isEmpty())
        .map(Path::of);
  }

  private SharedStores stores(Masking masking) {
    return new SharedStores(configuration.project(), environment, settings.folder(), masking::hide);
  }

  /** Only these have to do with containers of this machine. */
  private Containers containers() throws InterruptedException {
    return task.kind() == Task.Kind.IMAGE || agentKind() == AgentKind.PODMAN
        ? Containers.probe(state.root())
        : Containers.NONE;
  }

  /** Begun before anything else, so that a cluster that refuses them is known at once. */
  private AgentPods agentPods(Clusters clusters) throws InterruptedException {
    boolean hasLines = task.kind() == Task.Kind.BUILD || task.kind() == Task.Kind.TEST;
    boolean wanted = settings.part() == Part.WHOLE && settings.agent() == AgentKind.KUBERNETES;
    if (!hasLines || !wanted) {
      return AgentPods.none();
    }
    AgentPodsNote.of(state).removeLeftovers(configuration.project(), listener::notice);
    return AgentPods.begin(
        clusters,
        configuration.project(),
        settings.kubernetes(),
        state,
        environment,
        listener::notice);
  }

  private RunReport report(TaskResult result, Path logs) {
    return new RunReport(plan, Map.of(task.id(), result), logs, result.duration());
  }

  /** What parts of a run want to know. */
  private RunSettings runSettings() {
    return new RunSettings(
        Optional.empty(),
        Target.KUBERNETES,
        Optional.of(agentKind()),
        false,
        settings.mayInstallDependencies(),
        Optional.empty(),
        settings.choice().approvedBy().isPresent()
            ? SingleTasks.entered(task, configuration)
            : Set.of(),
        1,
        Optional.empty(),
        settings.buildkit(),
        settings.kubernetes());
  }

  /** Lines that another container runs may have all that a pod may have. */
  private AgentKind agentKind() {
    return settings.part() == Part.WHOLE ? settings.agent() : AgentKind.KUBERNETES;
  }

  /** The parts of this task, each made when it is needed. */
  private final class Made implements SingleTasks.TaskParts {
    private final Containers containers;
    private final SharedStores stores;
    private final Clusters clusters;
    private final AgentPods pods;
    private final Path logs;
    private final RunSettings usual;
    private final Parts parts;
    private ComponentWork components;
    private EnvironmentWork environments;

    Made(
        Containers containers,
        RunSettings usual,
        SharedStores stores,
        Clusters clusters,
        AgentPods pods,
        Masking masking,
        Path logs)
        throws InterruptedException {
      this.containers = containers;
      this.usual = usual;
      this.stores = stores;
      this.clusters = clusters;
      this.pods = pods;
      this.logs = logs;
      SecretFiles secrets = new SecretFiles(secrets(), masking, environment);
      Sources sources = Sources.open(configuration.directory(), state.mirrors(), secrets);
      Optional<Source> copied = settings.copiedFrom();
      this.parts =
          new Parts(
              configuration,
              usual,
              state,
              cache,
              containers,
              stores,
              copied.map(sources::copiedFrom).orElse(sources),
              new Secrets(secrets, environment),
              listener::notice);
    }

    private Path secrets() {
      return secretsFolder(environment)
          .orElseGet(() -> StateFolder.of(configuration.project(), environment).secrets());
    }

    private Workspaces workspaces() {
      return parts.workspaces(this::run, agentKind(), logs);
    }

    /** The agent is made when lines are run: its images need the registry. */
    private void run(AgentJob job) throws InterruptedException {
      agent(job.spec()).run(job);
    }

    /** The server of packages is needed for those of the project only. */
    AgentImages agentImages(AgentSpec spec) throws InterruptedException {
      return parts.agentImages(
          parts.images(Set.of()),
          parts.runtimes(),
          OwnPackages.of(spec).packages().isEmpty()
              ? Optional.empty()
              : Optional.of(OwnPackages.source(stores)));
    }

    private Agent agent(AgentSpec spec) throws InterruptedException {
      return switch (agentKind()) {
        case PROCESS -> new ProcessAgent(state.processes(), settings.mayInstallDependencies());
        case PODMAN -> new PodmanAgent(containers, agentImages(spec), state.instance());
        case KUBERNETES ->
            settings.part() == Part.WHOLE
                ? pods.agent(agentImages(spec), parts.helper(parts.runtimes()))
                : new ElsewhereAgent();
      };
    }

    @Override
    public Results results() {
      return parts.results();
    }

    @Override
    public Recall recall() {
      return new Recall(
          configuration, stores, components(), parts.recipes(), settings.choice().versions());
    }

    @Override
    public ComponentWork components() {
      if (components == null) {
        components = parts.components(workspaces());
      }
      return components;
    }

    @Override
    public ImageWork images(Application application) throws InterruptedException {
      Images images = parts.images(Set.of(application.builder()));
      RuntimeImages runtimes = parts.runtimes();
      return parts.imageWork(images, runtimes);
    }

    @Override
    public EnvironmentWork environments() {
      if (environments == null) {
        environments = parts.environments(tests(), target(), releases(), recorder(), listener);
      }
      return environments;
    }

    private boolean isInCluster() {
      return agentKind() == AgentKind.KUBERNETES
          || environment.containsKey("KUBERNETES_SERVICE_HOST");
    }

    private ClusterTarget target() {
      return target(usual.kubernetes().deployment().withoutGoingLive());
    }

    private ClusterTarget target(DeploySettings how) {
      return ClusterTarget.of(clusters, configuration, how.waiting(PATIENCE));
    }

    @Override
    public Deployer deployer() {
      return parts.deployer(releases(), target(usual.kubernetes().deployment()));
    }

    @Override
    public TestWork tests() {
      TestType lines = new ShellTests(this::run);
      return parts.tests(
          workspaces(),
          isInCluster() ? Reach.From.POD : Reach.From.MACHINE,
          target(),
          recorder(),
          Map.of(
              Type.SHELL,
              lines,
              Type.GPU,
              lines,
              Type.LOCUST,
              new LocustTests(this::run, agentKind() == AgentKind.KUBERNETES, test -> test)));
    }

    private TestRecorder recorder() {
      return new TestRecorder(releases(), parts.masking(), true);
    }

    @Override
    public Releases releases() {
      return new Releases(clusters.record(configuration), Actor.of(environment), change -> {})
          .approvedBy(settings.choice().approvedBy());
    }

    @Override
    public Path folder(String job) {
      return state.work(job);
    }
  }
}
