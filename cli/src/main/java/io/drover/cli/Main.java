package io.drover.cli;

import io.drover.cli.init.InitCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code drover} command. */
@Command(
    name = "drover",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "From three YAML files to running services.",
    subcommands = {
      InitCommand.class,
      ValidateCommand.class,
      PlanCommand.class,
      RenderCommand.class,
      RunCommand.class,
      TaskCommand.class,
      TestCommand.class,
      PerfCommand.class,
      ShellCommand.class,
      DownCommand.class,
      DiffCommand.class,
      DeployCommand.class,
      StatusCommand.class,
      SwitchCommand.class,
      RollbackCommand.class,
      HistoryCommand.class,
      PromoteCommand.class,
      RbacCommand.class,
      ImageCommand.class,
      AptCommand.class,
      JobsCommand.class,
      SeedCommand.class,
      InstallCommand.class,
      SchemaCommand.class,
      ExplainCommand.class,
      HelpCommand.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Shows the stack trace of an error.")
  private boolean debug;

  /**
   * Runs a command and ends the process with its exit status.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    int status = run(arguments);
    if (!Interruption.isUnderWay()) {
      System.exit(status);
    }
  }

  static int run(String... arguments) {
    Main main = new Main();
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (error, line, result) -> ErrorPrinter.print(error, main.debug, line.getErr()))
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
