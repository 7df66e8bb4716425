package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.engine.run.LocalDown;
import io.drover.engine.run.local.StateFolder;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drover down}. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops and removes everything that run started for a project.")
final class DownCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOption configuration;

  @Option(
      names = "--purge",
      description = "Also deletes its packages, images, volumes, releases and logs.")
  private boolean purge;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Optional<Configuration> read = configuration.readOrComplain(err);
    if (read.isEmpty()) {
      return 1;
    }
    StateFolder state = StateFolder.of(read.get().project(), System.getenv());
    LocalDown down = new LocalDown(read.get(), state, line -> print(err, line));
    Interruption.awaiting(
        () -> {
          down.run(purge);
          return null;
        });
    return 0;
  }

  private static void print(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
