package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.config.tree.Value.Fields;
import io.drover.engine.agent.kubernetes.AgentSettings;
import io.drover.engine.deploy.cluster.ApplySettings;
import io.drover.engine.deploy.cluster.DeploySettings;
import io.drover.engine.kubernetes.ManifestSettings;
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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drover run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Does the whole plan on this machine: builds, packages, images, deploys and tests,",
      "environment by environment. What was done before is not done again."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOption configuration;

  @Option(names = "--to", paramLabel = "ENVIRONMENT", description = "The last environment.")
  private String to;

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
      names = "--buildkit",
      paramLabel = "ADDRESS",
      defaultValue = "${env:DROVER_BUILDKIT:-}",
      description =
          "The BuildKit daemon for applications with builder: buildkit, such as tcp://HOST:PORT or"
              + " unix:///PATH (default: DROVER_BUILDKIT).")
  private String buildkit;

  @Option(
      names = "--agent",
      paramLabel = "podman|process|kubernetes",
      description =
          "Where components are built and tests run: in containers (default, where podman works), on"
              + " this machine, or in pods of a cluster.")
  private AgentKind agent;

  @Option(
      names = "--approve",
      paramLabel = "ENVIRONMENT",
      description = "Lets the release into an environment that has mode: manual.")
  private Set<String> approved = Set.of();

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

  @Override
  public Integer call() throws Exception {
    checkParallel();
    Optional<Fields> written = clusterSettings.fieldsOrComplain(spec.commandLine().getErr());
    Optional<Configuration> read = configuration.readOrComplain(spec.commandLine().getErr());
    if (read.isEmpty() || written.isEmpty()) {
      return 1;
    }
    RunSettings settings = settings(written.get());
    RunReport result;
    try (RunView view = view()) {
      LocalRun run =
          new LocalRun(
              read.get(),
              settings,
              StateFolder.of(read.get().project(), System.getenv()),
              StateFolder.cache(System.getenv()),
              view);
      result = Interruption.awaiting(run::run);
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

  private void checkParallel() {
    if (parallel < 1) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "--parallel takes a number from 1");
    }
  }

  private RunSettings settings(Fields written) {
    return new RunSettings(
        Optional.ofNullable(to),
        target,
        Optional.ofNullable(agent),
        !noInstall,
        install,
        approved,
        parallel,
        Optional.ofNullable(registry),
        Optional.ofNullable(buildkit).filter(address -> !address.isBlank()),
        new KubernetesSettings(
            access.access(),
            new DeploySettings(ManifestSettings.of(written), ApplySettings.DEFAULT, true),
            AgentSettings.of(written)));
  }

  private RunView view() {
    PrintWriter err = spec.commandLine().getErr();
    return TerminalMode.isLive() && !verbose ? LiveView.open() : new PlainView(err, verbose);
  }
}
