package io.drover.engine.run;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Component;
import io.drover.config.model.Configuration;
import io.drover.config.model.Deployment.Mode;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.EnvironmentVariable;
import io.drover.config.model.Report;
import io.drover.config.model.Source;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.ElsewhereAgent;
import io.drover.engine.agent.kubernetes.AgentSettings;
import io.drover.engine.agent.kubernetes.HeadStart;
import io.drover.engine.agent.kubernetes.TaskPod;
import io.drover.engine.agent.kubernetes.TaskPod.Lines;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.process.ShellWords;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.verify.locust.LocustTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what tasks need of Jenkins: the pod, the scripts in its containers, credentials by their
 * ids, time limits, what is kept. It is what the shared library calls a task, as plain maps, lists,
 * texts, numbers and booleans; their schema is the library's {@code contract.schema.json}.
 */
public final class TaskSpecs {
  /** Where the halves of a task keep their files, in the workspace. */
  private static final String FOLDER = ".drover";

  private static final String REPORT = FOLDER + "/report.json";

  /** Sources, packages and pulls, besides the lines. */
  private static final Duration AROUND = Duration.ofMinutes(10);

  private static final Duration USUAL = Duration.ofHours(1);

  private final Configuration configuration;
  private final Source origin;
  private final TaskPod pod;
  private final Optional<String> cloud;
  private final AgentSettings agents;
  private final AgentImage images;
  private final Logins logins;

  /** Finds the image in which the lines of a build or a test run. */
  public interface AgentImage {
    /**
     * The image of a task's agent.
     *
     * @param task id of a build or a test
     * @return its name with digest; empty if it was not made yet
     * @throws WorkFailedException if the registry fails
     */
    Optional<String> find(String task) throws InterruptedException;
  }

  /** Credentials of Jenkins that are bound around the steps in which the command runs. */
  public interface Logins {
    /**
     * The credentials for a task.
     *
     * @param agent whether the steps only make the task's agent
     * @return as the contract has them, by their ids
     */
    List<Map<String, Object>> of(Task task, boolean agent);
  }

  /**
   * The tasks of a configuration.
   *
   * @param origin repository, commit and folder of the three files, which pods fetch
   * @param cloud the Kubernetes plugin's cloud; empty: its default
   * @param agents what the cluster's people decided about agents' pods
   */
  public TaskSpecs(
      Configuration configuration,
      Source origin,
      TaskPod pod,
      Optional<String> cloud,
      AgentSettings agents,
      AgentImage images,
      Logins logins) {
    if (origin.git().isEmpty() || origin.branch().isEmpty()) {
      throw new WorkFailedException("pods must know the repository and the commit of the files");
    }
    this.configuration = configuration;
    this.origin = origin;
    this.pod = pod;
    this.cloud = cloud;
    this.agents = agents;
    this.images = images;
    this.logins = logins;
  }

  /**
   * What a task needs.
   *
   * @param id id of the task
   * @param parameters those of the job: {@code release}, {@code branch}, {@code service}, {@code
   *     colour}, and {@code versions} with {@code name=version} a line; others and empty ones count
   *     for nothing
   * @return what {@code droverTaskSpec} returns
   * @throws WorkFailedException if there is no such task, or the registry fails
   */
  public Map<String, Object> spec(String id, Map<String, String> parameters)
      throws InterruptedException {
    Task task = Plan.ofTask(configuration, id).tasks().get(0);
    List<String> words = words(id, parameters);
    return switch (task.kind()) {
      case BUILD -> build(task, configuration.component(task.subject()).orElseThrow(), words);
      case TEST -> test(task, environment(task), words);
      case PUBLISH, IMAGE -> alone(task, Optional.empty(), words);
      case DEPLOY -> alone(task, first(environment(task)), words);
      case PROMOTE -> alone(task, next(environment(task)), words);
      case SWITCH -> alone(task, Optional.empty(), words);
      case ROLLBACK -> rollBack(task, parameters, words);
    };
  }

  private Map<String, Object> build(Task task, Component component, List<String> words)
      throws InterruptedException {
    Map<String, Object> spec =
        split(
            task,
            component.agent(),
            Placement.ANYWHERE,
            credentials(component.env(), SecretFiles.BUILDS),
            words);
    return withReports(
        spec, ComponentWork.jobName(component), component.reports(), component.artifacts());
  }

  private Map<String, Object> test(Task task, Environment environment, List<String> words)
      throws InterruptedException {
    EnvironmentTest test = environment.test(task.test()).orElseThrow();
    List<Map<String, Object>> credentials = credentials(test.env(), environment.name());
    if (test.locust().isPresent()) {
      return load(task, environment, test, credentials, words);
    }
    Map<String, Object> spec = split(task, test.agent(), test.placement(), credentials, words);
    return withReports(spec, TestWork.jobName(environment, test), test.reports(), List.of());
  }

  /** A load test, whose master and workers have pods of their own. */
  private Map<String, Object> load(
      Task task,
      Environment environment,
      EnvironmentTest test,
      List<Map<String, Object>> credentials,
      List<String> words)
      throws InterruptedException {
    if (images.find(task.id()).isEmpty()) {
      return agentFirst(task, words);
    }
    Duration once = LocustTests.timeout(test.locust().orElseThrow(), test.agent());
    Duration timeout = once.multipliedBy(test.retries() + 1L).plus(AROUND);
    Map<String, Object> spec = base(task, timeout, Optional.empty(), true);
    List<Map<String, Object>> all = new ArrayList<>(logins.of(task, false));
    all.addAll(credentials);
    spec.put(
        "steps",
        List.of(step("Load", all, words, "--work", FOLDER, "--agent", "kubernetes", "--unstable")));
    String kept = FOLDER + "/logs/reports/" + TestWork.jobName(environment, test) + "/";
    List<Map<String, Object>> html = html(kept, test.reports());
    html.add(page("Load test", kept + LocustTests.reportFolder()));
    spec.put("html", html);
    List<String> junit = junit(kept, test.reports());
    if (!junit.isEmpty()) {
      spec.put("junit", junit);
    }
    return spec;
  }

  /**
   * A task of two halves with lines between them. The pod begins the first half by itself, unless
   * that needs logins: Jenkins gives those to its own steps alone.
   */
  private Map<String, Object> split(
      Task task,
      AgentSpec agent,
      Placement placement,
      List<Map<String, Object>> credentials,
      List<String> words)
      throws InterruptedException {
    Optional<String> image = images.find(task.id());
    if (image.isEmpty()) {
      return agentFirst(task, words);
    }
    List<Map<String, Object>> opened = logins.of(task, false);
    List<String> prepare = with(words, "--prepare");
    boolean ahead = opened.isEmpty();
    Lines lines = new Lines(image.get(), agent, placement, ahead ? prepare : List.of());
    Duration timeout = agent.timeout().plus(AROUND);
    Map<String, Object> spec =
        base(task, timeout, Optional.of(lines), task.kind() == Task.Kind.TEST);
    Path script = Path.of("work", jobName(task), "control", ElsewhereAgent.SCRIPT);
    Map<String, Object> work = new LinkedHashMap<>();
    work.put("name", task.kind() == Task.Kind.TEST ? "Test" : "Build");
    work.put("container", TaskPod.MAIN);
    work.put(
        "script",
        ahead
            ? HeadStart.OF_PODS.script(Path.of(FOLDER), script)
            : "sh " + Path.of(FOLDER).resolve(script));
    bind(work, credentials);
    List<Map<String, Object>> steps = new ArrayList<>();
    if (!ahead) {
      steps.add(step("Prepare", opened, prepare));
    }
    steps.add(work);
    steps.add(step("Finish", opened, words, "--finish", "--unstable"));
    spec.put("steps", steps);
    return spec;
  }

  private Map<String, Object> agentFirst(Task task, List<String> words) {
    Map<String, Object> first = base(task, USUAL, Optional.empty(), false);
    first.put(
        "steps", List.of(step("Make the agent", logins.of(task, true), words, "--agent-image")));
    first.put("again", true);
    return first;
  }

  private String jobName(Task task) {
    return task.kind() == Task.Kind.TEST
        ? TestWork.jobName(environment(task), environment(task).test(task.test()).orElseThrow())
        : ComponentWork.jobName(configuration.component(task.subject()).orElseThrow());
  }

  /** Done twice, a rollback to what ran before would bring back what was rolled back. */
  private Map<String, Object> rollBack(
      Task task, Map<String, String> parameters, List<String> words) {
    Map<String, Object> spec = alone(task, Optional.empty(), words);
    if (given(parameters, "release").isEmpty()) {
      spec.put("once", true);
    }
    return spec;
  }

  /** A task that Drover does alone. */
  private Map<String, Object> alone(Task task, Optional<Environment> entered, List<String> words) {
    boolean cluster = task.kind().isOfEnvironment();
    Map<String, Object> spec = base(task, USUAL, Optional.empty(), cluster);
    entered
        .filter(environment -> environment.deployment().mode() == Mode.MANUAL)
        .ifPresent(
            environment ->
                spec.put(
                    "approval",
                    Map.of(
                        "message",
                        "Let the release of %s into %s?"
                            .formatted(configuration.project(), environment.name()))));
    String name = task.kind().word();
    spec.put(
        "steps",
        List.of(
            step(
                name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1),
                logins.of(task, false),
                words,
                "--work",
                FOLDER)));
    return spec;
  }

  private Map<String, Object> base(
      Task task, Duration timeout, Optional<Lines> lines, boolean cluster) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("id", task.id());
    spec.put("description", task.id());
    spec.put("podYaml", pod.yaml(lines, timeout, cluster, agents));
    cloud.ifPresent(name -> spec.put("cloud", name));
    spec.put("timeoutSeconds", (int) timeout.toSeconds());
    spec.put("report", REPORT);
    return spec;
  }

  /** A step in which the command runs. */
  private Map<String, Object> step(
      String name, List<Map<String, Object>> credentials, List<String> words, String... more) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("name", name);
    pod.droverContainer().ifPresent(container -> step.put("container", container));
    step.put("script", ShellWords.join(with(words, more)));
    bind(step, credentials);
    return step;
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  private static void bind(Map<String, Object> step, List<Map<String, Object>> credentials) {
    if (!credentials.isEmpty()) {
      step.put("credentials", credentials);
    }
  }

  /** The command for a task with what its job's parameters say. */
  private List<String> words(String id, Map<String, String> parameters) {
    List<String> words = new ArrayList<>(List.of("drover", "task", id));
    words.addAll(List.of("--git", origin.git().orElseThrow()));
    words.addAll(List.of("--commit", origin.branch().orElseThrow()));
    if (!origin.path().isEmpty()) {
      words.addAll(List.of("--folder", origin.path()));
    }
    origin.credentials().ifPresent(name -> words.addAll(List.of("--credentials", name)));
    for (String name : List.of("release", "branch", "service", "colour")) {
      given(parameters, name).ifPresent(value -> words.addAll(List.of("--" + name, value)));
    }
    given(parameters, "versions").stream()
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> words.addAll(List.of("--with", line)));
    return words;
  }

  private static Optional<String> given(Map<String, String> parameters, String name) {
    return Optional.ofNullable(parameters.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /** Jenkins knows a secret by its scope, name and key. */
  private static List<Map<String, Object>> credentials(
      List<EnvironmentVariable> variables, String scope) {
    List<Map<String, Object>> credentials = new ArrayList<>();
    for (EnvironmentVariable.FromSecret secret : Secrets.secrets(variables)) {
      Map<String, Object> credential = new LinkedHashMap<>();
      credential.put("id", "%s.%s.%s".formatted(scope, secret.secret(), secret.key()));
      credential.put("kind", "string");
      credential.put("variable", secret.name());
      credentials.add(credential);
    }
    return credentials;
  }

  private static Map<String, Object> withReports(
      Map<String, Object> spec, String job, List<Report> reports, List<String> artifacts) {
    if (spec.containsKey("again")) {
      return spec;
    }
    String workspace = FOLDER + "/work/" + job + "/workspace/";
    List<String> junit = junit(workspace, reports);
    List<Map<String, Object>> html = html(workspace, reports);
    if (!junit.isEmpty()) {
      spec.put("junit", junit);
    }
    if (!html.isEmpty()) {
      spec.put("html", html);
    }
    if (!artifacts.isEmpty()) {
      spec.put("artifacts", artifacts.stream().map(workspace::concat).toList());
    }
    return spec;
  }

  private static List<String> junit(String workspace, List<Report> reports) {
    List<String> junit = new ArrayList<>();
    for (Report report : reports) {
      if (report instanceof Report.JUnit xml) {
        junit.add(workspace + xml.glob());
      }
    }
    return junit;
  }

  private static List<Map<String, Object>> html(String workspace, List<Report> reports) {
    List<Map<String, Object>> html = new ArrayList<>();
    for (Report report : reports) {
      if (report instanceof Report.Html pages) {
        html.add(page(pages.folder(), workspace + pages.folder()));
      }
    }
    return html;
  }

  private static Map<String, Object> page(String name, String folder) {
    return Map.of("name", name, "folder", folder, "index", "index.html");
  }

  /** The environment, if releases come into it from nowhere else. */
  private Optional<Environment> first(Environment environment) {
    boolean follows =
        configuration.environments().stream()
            .anyMatch(e -> e.nextEnvironment().filter(environment.name()::equals).isPresent());
    return follows ? Optional.empty() : Optional.of(environment);
  }

  private Optional<Environment> next(Environment environment) {
    return environment.nextEnvironment().flatMap(configuration::environment);
  }

  private Environment environment(Task task) {
    return configuration.environment(task.subject()).orElseThrow();
  }
}
