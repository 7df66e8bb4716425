package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.config.tree.Value.Fields;
import io.drover.engine.run.LocalRun;
import io.drover.engine.run.RunReport;
import io.drover.engine.run.RunSettings;
import io.drover.engine.run.RunSettings.AgentKind;
import io.drover.engine.run.RunSettings.KubernetesSettings;
import io.drover.engine.run.RunSettings.Target;
import io.drover.engine.run.TaskResult.Status;
import io.drover.engine.run.local.StateFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that do tasks of the plan on this machine have in common. */
final class RunOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private ConfigurationOption configuration;

  @Option(
      names = "--target",
      paramLabel = "podman|kubernetes|none",
      defaultValue = "podman",
      description = "Where services run; none: only packages and images are made.")
  private Target target;

  @Mixin private AccessOptions access;
  @Mixin private SettingsOption clusterSettings;

  @Option(
      names = "--registry",
      paramLabel = "HOST:PORT",
      description =
          "The registry that gets the images (default: one of the project's own, on this machine)."
              + " A cluster must reach it under the same name.")
  private String registry;

  @Option(
      names = "--agent",
      paramLabel = "podman|process|kubernetes",
      description =
          "Where components are built and tests run: in containers (default, where podman works), on"
              + " this machine, or in pods of a cluster.")
  private AgentKind agent;

  @Option(
      names = "--install",
      description = "Lets --agent process install missing build dependencies on this machine.")
  private boolean install;

  @Option(
      names = "--no-install",
      description = "Does not install the programs that Drover itself needs.")
  private boolean noInstall;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Tasks at once (default: as many as there are cores, at least 2).")
  private int parallel = Math.max(2, Runtime.getRuntime().availableProcessors());

  @Option(names = "--report", paramLabel = "FILE", description = "Writes what was done, as JSON.")
  private Path report;

  @Option(
      names = {"-v", "--verbose"},
      description = "Prints every line that the tasks write.")
  private boolean verbose;

  /** A way to do tasks. */
  interface Work {
    RunReport of(LocalRun run, Configuration configuration) throws InterruptedException;
  }

  /**
   * Reads the files, does tasks and shows them.
   *
   * @param more adds what the command has options of its own for
   * @return the exit status
   */
  int run(UnaryOperator<RunSettings> more, Work work) throws Exception {
    if (parallel < 1) {
      throw new ParameterException(spec.commandLine(), "--parallel takes a number from 1");
    }
    Optional<Fields> written = clusterSettings.fieldsOrComplain(spec.commandLine().getErr());
    Optional<Configuration> read = configuration.readOrComplain(spec.commandLine().getErr());
    if (read.isEmpty() || written.isEmpty()) {
      return 1;
    }
    RunSettings settings = more.apply(settings(written.get()));
    RunReport result;
    try (RunView view = view()) {
      LocalRun run =
          new LocalRun(
              read.get(),
              settings,
              StateFolder.of(read.get().project(), System.getenv()),
              StateFolder.cache(System.getenv()),
              view);
      result = Interruption.awaiting(() -> work.of(run, read.get()));
    }
    if (report != null) {
      result.writeTo(report);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(ResultTable.of(result, configuration.typed()));
    out.flush();
    if (Interruption.isUnderWay()) {
      return Interruption.STATUS;
    }
    return result.status() == Status.FAILED ? 1 : 0;
  }

  private RunSettings settings(Fields written) {
    return new RunSettings(
        Optional.empty(),
        target,
        Optional.ofNullable(agent),
        !noInstall,
        install,
        Optional.empty(),
        Set.of(),
        parallel,
        Optional.ofNullable(registry),
        Optional.empty(),
        KubernetesSettings.of(access.access(), written));
  }

  private RunView view() {
    PrintWriter err = spec.commandLine().getErr();
    return TerminalMode.isLive() && !verbose ? LiveView.open() : new PlainView(err, verbose);
  }
}
