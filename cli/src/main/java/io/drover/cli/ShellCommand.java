package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.engine.process.ShellWords;
import io.drover.engine.run.LocalShell;
import io.drover.engine.run.local.StateFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drover shell}. */
@Command(
    name = "shell",
    mixinStandardHelpOptions = true,
    customSynopsis = "drover shell [OPTIONS] TASK [DIR] [-- COMMAND...]",
    description = {
      "Opens a shell in the workspace of a build or a test that failed, on the same",
      "agent and with the same environment. With a COMMAND runs that instead; its",
      "output is masked as in logs."
    })
final class ShellCommand implements Callable<Integer> {
  private static final String END_OF_OPTIONS = "--";

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "TASK",
      description = "For example build:catalog or test:dev/smoke.")
  private String task;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "DIR",
      description = "The folder with the three files (default: this one).")
  private List<String> more = List.of();

  @Mixin private AccessOptions access;

  @Override
  public Integer call() throws Exception {
    List<String> command = command();
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    if (command.isEmpty() && !TerminalMode.canAsk()) {
      throw new ParameterException(
          spec.commandLine(), "A shell needs a terminal; here give a command: -- COMMAND");
    }
    Optional<Configuration> read = ConfigurationOption.of(directory(command)).readOrComplain(err);
    if (read.isEmpty()) {
      return 1;
    }
    LocalShell shell =
        new LocalShell(
            read.get(),
            StateFolder.of(read.get().project(), System.getenv()),
            StateFolder.cache(System.getenv()),
            access.access(),
            line -> print(err, line));
    Optional<String> line =
        command.isEmpty() ? Optional.empty() : Optional.of(ShellWords.line(command));
    return Interruption.awaiting(() -> shell.run(task, line, text -> print(out, text)));
  }

  private List<String> command() {
    List<String> all = spec.commandLine().getParseResult().originalArgs();
    int end = all.indexOf(END_OF_OPTIONS);
    return end < 0 ? List.of() : all.subList(end + 1, all.size());
  }

  private Path directory(List<String> command) {
    List<String> folders = more.subList(0, Math.max(0, more.size() - command.size()));
    if (folders.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "A command comes after --: drover shell TASK [DIR] -- COMMAND");
    }
    return Path.of(folders.isEmpty() ? "." : folders.get(0));
  }

  private static void print(PrintWriter writer, String line) {
    writer.println(Words.printable(line));
    writer.flush();
  }
}
