package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.PlanRenderer;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drover plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Shows the tasks that the three files imply, and what each needs.")
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigurationOption configuration;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How the plan is printed (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() {
    Optional<Configuration> read = configuration.readOrComplain(spec.commandLine().getErr());
    if (read.isEmpty()) {
      return 1;
    }
    Plan plan = Plan.of(read.get());
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TEXT -> PlanRenderer.text(plan);
          case JSON -> PlanRenderer.json(plan);
        });
    out.flush();
    return 0;
  }
}
