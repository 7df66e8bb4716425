package io.drover.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.ClusterStatus;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.deploy.cluster.EnvironmentState;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code drover status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what an environment of a cluster runs, and how it does.",
      "Without --environment: all environments, a line each."
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private ClusterOptions options;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How it is printed (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() throws Exception {
    try (Clusters clusters = options.clusters()) {
      Optional<Configuration> read = options.readOrComplain();
      if (read.isEmpty()) {
        return 1;
      }
      return Interruption.awaiting(
          () -> options.namesEnvironment() ? one(read.get(), clusters) : all(read.get(), clusters));
    }
  }

  private int one(Configuration read, Clusters clusters) throws InterruptedException {
    EnvironmentState state = state(read, options.environment(read), clusters);
    print(
        switch (format) {
          case TEXT ->
              new StatusView(state, Instant.now(), TerminalMode.hasColours())
                  .text(TerminalMode.columns(), options.typed());
          case JSON -> StatusJson.of(read.project(), state).toPrettyString() + "\n";
        });
    return 0;
  }

  /** An environment that cannot be asked does not hide the others. */
  private int all(Configuration read, Clusters clusters) throws InterruptedException {
    StatusSummary summary = new StatusSummary(Instant.now());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode environments = json.put("project", read.project()).putArray("environments");
    int status = 0;
    for (Environment environment : read.environments()) {
      try {
        EnvironmentState state = state(read, environment, clusters);
        summary.add(state);
        environments.add(StatusJson.of(read.project(), state));
      } catch (WorkFailedException e) {
        summary.add(environment.name(), e.getMessage());
        environments
            .addObject()
            .put("environment", environment.name())
            .put("error", e.getMessage());
        status = 1;
      }
    }
    print(
        switch (format) {
          case TEXT -> summary.text(TerminalMode.hasColours(), TerminalMode.columns());
          case JSON -> json.toPrettyString() + "\n";
        });
    return status;
  }

  private static EnvironmentState state(
      Configuration read, Environment environment, Clusters clusters) throws InterruptedException {
    return ClusterStatus.read(
        clusters.of(environment).client(),
        read.project(),
        environment,
        clusters.record(read).read(environment.name()),
        clusters.record(read).kinds(environment.name()));
  }

  private void print(String text) {
    options.out().print(text);
    options.out().flush();
  }
}
