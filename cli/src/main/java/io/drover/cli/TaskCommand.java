package io.drover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.config.model.Configuration;
import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Source;
import io.drover.config.tree.Value.Fields;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.kubernetes.AgentSettings;
import io.drover.engine.plan.Plan;
import io.drover.engine.run.ConfigurationCopy;
import io.drover.engine.run.RunReport;
import io.drover.engine.run.RunSettings.AgentKind;
import io.drover.engine.run.RunSettings.KubernetesSettings;
import io.drover.engine.run.TaskPods;
import io.drover.engine.run.TaskResult.Status;
import io.drover.engine.run.TaskRun;
import io.drover.engine.run.TaskSettings;
import io.drover.engine.run.TaskSettings.Choice;
import io.drover.engine.run.TaskSettings.Part;
import io.drover.engine.run.TaskSpecs;
import io.drover.engine.run.local.StateFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover task}. */
@Command(
    name = "task",
    mixinStandardHelpOptions = true,
    description = {
      "Does one task of the plan here, for Jenkins or any other CI system. Package store,",
      "registry and cluster are those of the variables DROVER_APTLY_URL, DROVER_PACKAGES_URL,",
      "DROVER_PACKAGES_KEY, DROVER_REGISTRY and KUBECONFIG."
    })
final class TaskCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "TASK",
      description =
          "For example build:catalog, deploy:dev or test:dev/smoke; also switch:dev and rollback:dev,"
              + " which are no part of the plan.")
  private String task;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder with the three files (default: this one).")
  private Path directory;

  @Option(
      names = "--git",
      paramLabel = "URL",
      description = "The repository with the three files, in place of DIR.")
  private String git;

  @Option(
      names = "--commit",
      paramLabel = "COMMIT",
      description = "Commit, branch or tag of it (default: its default branch).")
  private String commit;

  @Option(
      names = "--folder",
      paramLabel = "PATH",
      defaultValue = "",
      description = "The folder of it that holds the three files.")
  private String folder;

  @Option(
      names = "--credentials",
      paramLabel = "ID",
      description = "The secret that opens it, below `builds` of DROVER_SECRETS.")
  private String credentials;

  @ArgGroup(exclusive = true)
  private Half half = new Half();

  /** One half of a build or a test. */
  private static final class Half {
    @Option(
        names = "--prepare",
        description =
            "Only what comes before the lines of a build or a test: sources, and a script that runs"
                + " the lines in a container of their own.")
    private boolean prepare;

    @Option(names = "--finish", description = "Only what comes after the lines.")
    private boolean finish;

    @Option(
        names = "--agent-image",
        description = "Only makes the image that the lines run in, and prints its name.")
    private boolean agentImage;

    @Option(
        names = "--describe",
        description =
            "Does nothing, and prints what the task needs of Jenkins as JSON: pod, scripts,"
                + " credentials, time limit. DROVER_IMAGE names the image with this command.")
    private boolean describe;
  }

  @Option(
      names = "--unstable",
      description =
          "Ends a build or a test with 0 when all that failed are tests in JUnit files, for systems"
              + " that read these themselves. Nothing is published all the same.")
  private boolean unstable;

  @Option(
      names = "--release",
      paramLabel = "ID",
      description =
          "The release to deploy (default: the one that was promoted, else the newest), or to bring"
              + " back (default: what ran before).")
  private String release;

  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      description = "The only service to switch or to roll back (default: all).")
  private String service;

  @Option(names = "--colour", paramLabel = "blue|green", description = "The colour to switch to.")
  private Colour colour;

  @Option(
      names = "--with",
      paramLabel = "NAME=VERSION",
      description =
          "The version of a component (for an image) or of an application (for a deployment) in"
              + " place of that of the sources.")
  private Map<String, String> versions = new LinkedHashMap<>();

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      description = "Branch, tag or commit of a build's or a test's own repository.")
  private String branch;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Where the task's files are (default: .drover here for --prepare and --finish, else below"
              + " Drover's state).")
  private Path work;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "What was done, as JSON (default: report.json where the task's files are).")
  private Path report;

  @Option(
      names = "--agent",
      paramLabel = "process|podman|kubernetes",
      defaultValue = "process",
      description =
          "Where lines are run: on this machine (default), in containers, or in pods of the"
              + " cluster.")
  private AgentKind agent;

  @Option(
      names = "--install",
      description = "Lets --agent process install missing build dependencies on this machine.")
  private boolean install;

  @Option(
      names = "--buildkit",
      paramLabel = "ADDRESS",
      defaultValue = "${env:DROVER_BUILDKIT:-}",
      description = "The BuildKit daemon for builder: buildkit (default: DROVER_BUILDKIT).")
  private String buildkit;

  @Mixin private AccessOptions access;
  @Mixin private SettingsOption clusterSettings;

  @Override
  public Integer call() throws Exception {
    if (agent == AgentKind.KUBERNETES && part() != Part.WHOLE) {
      throw new ParameterException(
          spec.commandLine(),
          "--agent kubernetes takes the lines to a pod of their own: leave --prepare and --finish"
              + " away");
    }
    PrintWriter err = spec.commandLine().getErr();
    Optional<Fields> written = clusterSettings.fieldsOrComplain(err);
    Optional<ConfigurationCopy> copy =
        git == null ? Optional.empty() : Optional.of(Interruption.awaiting(this::copy));
    Optional<Configuration> read =
        ConfigurationOption.of(copy.map(ConfigurationCopy::directory).orElse(directory))
            .readOrComplain(err);
    if (read.isEmpty() || written.isEmpty()) {
      return 1;
    }
    TaskSettings settings =
        settings(written.get(), folder(read.get()), copy.map(ConfigurationCopy::source));
    TaskRun run =
        new TaskRun(
            read.get(),
            task,
            settings,
            System.getenv(),
            StateFolder.cache(System.getenv()),
            new TaskView(spec.commandLine().getOut(), err));
    if (half.agentImage) {
      return print(Interruption.awaiting(() -> run.agentImage(true)).orElseThrow());
    }
    if (half.describe) {
      TaskSpecs specs = specs(read.get(), copy, run, AgentSettings.of(written.get()));
      return print(json(Interruption.awaiting(() -> specs.spec(task, parameters()))));
    }
    RunReport result = Interruption.awaiting(run::run);
    result.writeTo(settings.report());
    return status(result);
  }

  private TaskSpecs specs(
      Configuration read, Optional<ConfigurationCopy> copy, TaskRun run, AgentSettings agents) {
    Source origin =
        copy.map(ConfigurationCopy::source)
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "a pod has to fetch the three files: name their repository with --git"));
    return new TaskSpecs(
        read,
        origin,
        TaskPods.of(System.getenv()),
        TaskPods.cloud(System.getenv()),
        agents,
        id -> run.agentImage(false),
        // What pods need they have from Secrets of their own.
        (what, agent) -> List.of());
  }

  /** As a job has them. */
  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    given(release).ifPresent(id -> parameters.put("release", id));
    given(branch).ifPresent(name -> parameters.put("branch", name));
    given(service).ifPresent(name -> parameters.put("service", name));
    Optional.ofNullable(colour).ifPresent(to -> parameters.put("colour", to.word()));
    List<String> lines = new ArrayList<>();
    versions.forEach((name, version) -> lines.add(name + "=" + version));
    parameters.put("versions", String.join("\n", lines));
    return parameters;
  }

  private static String json(Map<String, Object> spec) throws JsonProcessingException {
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(spec);
  }

  private int print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
    return 0;
  }

  private ConfigurationCopy copy() throws InterruptedException {
    Source source =
        new Source(
            Optional.of(git),
            Optional.ofNullable(commit),
            Optional.ofNullable(credentials),
            folder);
    Path place =
        work == null && part() == Part.WHOLE
            ? StateFolder.of("configuration", System.getenv()).root()
            : here();
    return ConfigurationCopy.fetch(source, place, System.getenv());
  }

  private Part part() {
    if (half.prepare) {
      return Part.PREPARE;
    }
    return half.finish ? Part.FINISH : Part.WHOLE;
  }

  private Path folder(Configuration read) {
    return work == null && part() == Part.WHOLE
        ? StateFolder.of(read.project(), System.getenv())
            .ofTask(Plan.ofTask(read, task).tasks().get(0))
        : here();
  }

  private Path here() {
    return (work == null ? Path.of(".drover") : work).toAbsolutePath().normalize();
  }

  private TaskSettings settings(Fields written, Path place, Optional<Source> copiedFrom) {
    return new TaskSettings(
        part(),
        place,
        (report == null ? place.resolve("report.json") : report).toAbsolutePath().normalize(),
        new Choice(
            given(release),
            versions,
            given(branch),
            given(System.getenv().get("DROVER_APPROVED_BY")),
            given(service),
            Optional.ofNullable(colour)),
        copiedFrom,
        agent,
        install,
        given(buildkit),
        KubernetesSettings.of(access.access(), written));
  }

  private static Optional<String> given(String text) {
    return Optional.ofNullable(text).map(String::strip).filter(t -> !t.isEmpty());
  }

  private int status(RunReport result) {
    if (Interruption.isUnderWay()) {
      return Interruption.STATUS;
    }
    boolean passes = unstable && !half.prepare && TaskRun.hasFailedTestsOnly(result);
    return result.status() == Status.SUCCEEDED || passes ? 0 : 1;
  }
}
