package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.seedjobs.home.JobFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drover jobs}. */
@Command(
    name = "jobs",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the Jenkins folder, jobs and views of a project as the config.xml files of a Jenkins",
      "home. What is there and not Drover's stays."
    })
final class JobsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOption configuration;
  @Mixin private JobOptions jobs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The Jenkins home: files go to DIR/jobs.")
  private Path out;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Optional<Configuration> read = configuration.readOrComplain(err);
    return read.isEmpty()
        ? 1
        : SeedReport.print(
            JobFiles.write(jobs.render(read.get()), out), false, spec.commandLine().getOut());
  }
}
