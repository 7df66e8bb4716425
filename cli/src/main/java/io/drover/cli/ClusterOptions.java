package io.drover.cli;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.Clusters;
import io.drover.engine.release.Actor;
import io.drover.engine.release.Change;
import io.drover.engine.release.Releases;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands for environments of clusters have in common. */
final class ClusterOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private ConfigurationOption configuration;

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "NAME",
      description = "The environment.")
  private String environment;

  @Mixin private AccessOptions access;

  /** Reads the three files and prints all problems; empty when one of them is an error. */
  Optional<Configuration> readOrComplain() {
    return configuration.readOrComplain(err());
  }

  /** Whether one environment was named. */
  boolean namesEnvironment() {
    return environment != null;
  }

  /**
   * The environment that was named.
   *
   * @throws ParameterException if none was
   * @throws WorkFailedException if there is none of that name
   */
  Environment environment(Configuration read) {
    if (environment == null) {
      throw new ParameterException(
          spec.commandLine(), "Which environment? --environment " + names(read));
    }
    return environment(read, environment);
  }

  /** The environment of a name. */
  static Environment environment(Configuration read, String name) {
    return read.environment(name)
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "there is no environment %s in environments.yaml; there is %s"
                        .formatted(name, names(read))));
  }

  private static String names(Configuration read) {
    return read.environments().stream().map(Environment::name).collect(Collectors.joining(" | "));
  }

  /**
   * The folder, and where the cluster is, as they were typed: for commands that people are told.
   */
  String typed() {
    StringBuilder typed = new StringBuilder();
    if (!configuration.typed().equals(".")) {
      typed.append(' ').append(configuration.typed());
    }
    return typed.append(access.typed()).toString();
  }

  /** The clusters of the environments; one is being connected to already. */
  Clusters clusters() {
    return new Clusters(access.access(), this::notice).connectEarly();
  }

  /** The releases of the environments, changed in the name of whoever started this process. */
  static Releases releases(Clusters clusters, Configuration read, Consumer<Change> audit) {
    return new Releases(clusters.record(read), Actor.of(System.getenv()), audit);
  }

  private void notice(String line) {
    err().println("drover: " + line);
    err().flush();
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
