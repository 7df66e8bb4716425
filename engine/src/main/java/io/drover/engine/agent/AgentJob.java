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
    Consumer<String> log) {

  /** The shell that people like best of those that an agent has. */
  static final List<String> SHELL =
      List.of("sh", "-c", "command -v bash > /dev/null && exec bash; exec sh");

  public AgentJob {
    environment = Map.copyOf(environment);
    lines = List.copyOf(lines);
    results = List.copyOf(results);
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

  /** The folder with the sources, where the lines start. */
  public Path workspace() {
    return folder.resolve("workspace");
  }

  /** The folder with Drover's own files for the job, beside the workspace to keep that clean. */
  public Path control() {
    return folder.resolve("control");
  }
}
