package io.drover.config.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A test that is run against an environment.
 *
 * @param name DNS label, normalised
 * @param type what kind of test
 * @param source where its files are
 * @param commands shell lines, in order
 * @param agent where it runs
 * @param env its environment
 * @param reports what it leaves
 * @param retries how often it is run again when it fails
 * @param locust settings of a load test; present exactly for {@link Type#LOCUST}
 * @param placement where its pod may run
 */
public record EnvironmentTest(
    String name,
    Type type,
    Source source,
    List<String> commands,
    AgentSpec agent,
    List<EnvironmentVariable> env,
    List<Report> reports,
    int retries,
    Optional<Locust> locust,
    Placement placement) {

  public EnvironmentTest {
    commands = List.copyOf(commands);
    env = List.copyOf(env);
    reports = List.copyOf(reports);
  }

  /** The test with its sources taken from elsewhere. */
  public EnvironmentTest from(Source other) {
    return new EnvironmentTest(
        name, type, other, commands, agent, env, reports, retries, locust, placement);
  }

  /** What kind of test. */
  public enum Type {
    SHELL,
    LOCUST,
    GPU;

    /** As the files write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Settings of a load test.
   *
   * @param locustfile path of the locustfile in the sources
   * @param host what is loaded: a URL, or a service of the environment; empty: the first service
   * @param users users at the peak
   * @param spawnRate users started per second
   * @param runTime how long, as Locust takes it, for example {@code 30s}
   * @param workers worker processes
   * @param thresholds name ({@code p95_ms}, {@code p99_ms}, {@code failure_ratio}, {@code min_rps})
   *     to limit; {@code p95_regression}, {@code p99_regression} and {@code rps_regression} to the
   *     part of itself by which a figure may be worse than that of the last release that passed
   */
  public record Locust(
      String locustfile,
      Optional<String> host,
      int users,
      double spawnRate,
      String runTime,
      int workers,
      Map<String, Double> thresholds) {

    public Locust {
      thresholds = Ordered.copyOf(thresholds);
    }
  }

  /**
   * Where a test's pod may run.
   *
   * @param nodeSelector labels that the node must have
   * @param tolerations taints that it bears, as Kubernetes writes them
   * @param runtimeClass runtime class of the pod
   */
  public record Placement(
      Map<String, String> nodeSelector,
      List<Map<String, String>> tolerations,
      Optional<String> runtimeClass) {
    /** Anywhere. */
    public static final Placement ANYWHERE = new Placement(Map.of(), List.of(), Optional.empty());

    public Placement {
      nodeSelector = Ordered.copyOf(nodeSelector);
      tolerations = tolerations.stream().map(Ordered::copyOf).toList();
    }
  }
}
