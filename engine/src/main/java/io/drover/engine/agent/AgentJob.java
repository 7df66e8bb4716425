package io.drover.engine.agent;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.EnvironmentTest.Placement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shell lines to run on an agent.
 *
 * @param name what is run, as a DNS label; unique among the jobs of a project that run at once
 * @param spec the agent
 * @param folder the job's own folder, with the sources in {@link #workspace()}
 * @param environment variables of the lines, secrets included
 * @param lines shell lines, each run in a shell of its own, until one fails
 * @param results patterns of the files, relative to {@link #workspace()}, that are wanted when the
 *     lines are done; an agent elsewhere brings back no others, and of lines that failed everything
 * @param placement where a pod of it may run
 * @param network the network that the lines must be in; empty: any
 * @param log takes every line of output
 * @param workers what helps the lines from pods of their own, where the agent is a pod; an agent of
 *     this machine takes no notice of it
 */
public record AgentJob(
    String name,
    AgentSpec spec,
    Path folder,
    Map<String, String> environment,
    List<String> lines,
    List<String> results,
    Placement placement,
    Optional<Network> network,
    Consumer<String> log,
    Optional<Workers> workers) {

  /** The shell that people like best of those that an agent has. */
  static final List<String> SHELL =
      List.of("sh", "-c", "command -v bash > /dev/null && exec bash; exec sh");

  public AgentJob {
    environment = Map.copyOf(environment);
    lines = List.copyOf(lines);
    results = List.copyOf(results);
  }

  /** A job without workers. */
  public AgentJob(
      String name,
      AgentSpec spec,
      Path folder,
      Map<String, String> environment,
      List<String> lines,
      List<String> results,
      Placement placement,
      Optional<Network> network,
      Consumer<String> log) {
    this(
        name, spec, folder, environment, lines, results, placement, network, log, Optional.empty());
  }

  /**
   * Copies of one program that help a job's lines, in the job's image and with its environment.
   * They get none of its files, but the address of its pod in {@link Workers#MASTER}. The job has
   * failed as soon as one of them has.
   *
   * @param count how many
   * @param words the program with its arguments
   */
  public record Workers(int count, List<String> words) {
    /** The variable with the address of the job's pod. */
    public static final String MASTER = "DROVER_MASTER";

    public Workers {
      words = List.copyOf(words);
    }
  }

  /**
   * A network of containers.
   *
   * @param name its name
   * @param hosts addresses in it by host name
   */
  public record Network(String name, Map<String, String> hosts) {
    public Network {
      hosts = Map.copyOf(hosts);
    }
  }

  /** The same job, whose output goes elsewhere. */
  public AgentJob with(Consumer<String> other) {
    return new AgentJob(
        name, spec, folder, environment, lines, results, placement, network, other, workers);
  }

  /** The folder with the sources, where the lines start. */
  public Path workspace() {
    return folder.resolve("workspace");
  }

  /** The folder with Drover's own files for the job, beside the workspace to keep that clean. */
  public Path control() {
    return folder.resolve("control");
  }
}
