package io.drover.config.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An application running in an environment.
 *
 * @param name DNS label, at most 54 characters
 * @param application name of the application
 * @param version pins the image's version; empty: the release decides
 * @param replicas how many run, 0 or more
 * @param command in place of the image's entry point; empty: the image's own
 * @param gracePeriod time between SIGTERM and SIGKILL
 * @param ports ports it listens on, 1–65535; the first one is where HTTP goes
 * @param routing how it is reached from outside
 * @param env its environment
 * @param volumes what is mounted
 * @param liveness when it must be restarted
 * @param readiness when it may get traffic
 * @param requests Kubernetes quantities by resource ({@code cpu}, {@code memory})
 * @param limits Kubernetes quantities by resource
 * @param gpu GPUs of each replica
 * @param annotations of its pods and objects
 * @param deployment how it is deployed: the environment's settings with its own on top
 * @param autoscaler who decides about replicas in place of {@code replicas}
 * @param initContainers what runs before it, one after the other
 * @param disruption how many replicas may be away on purpose; empty where only one runs and the
 *     file says nothing
 * @param mesh how Istio routes it; empty: it does not
 */
public record Service(
    String name,
    String application,
    Optional<String> version,
    int replicas,
    List<String> command,
    Optional<Duration> gracePeriod,
    List<Integer> ports,
    Routing routing,
    List<EnvironmentVariable> env,
    List<Volume> volumes,
    Optional<Probe> liveness,
    Optional<Probe> readiness,
    Map<String, String> requests,
    Map<String, String> limits,
    Optional<Resources.Gpu> gpu,
    Map<String, String> annotations,
    Deployment deployment,
    Optional<Autoscaler> autoscaler,
    List<InitContainer> initContainers,
    Optional<Disruption> disruption,
    Optional<Mesh> mesh) {

  public Service {
    command = List.copyOf(command);
    ports = List.copyOf(ports);
    env = List.copyOf(env);
    volumes = List.copyOf(volumes);
    requests = Ordered.copyOf(requests);
    limits = Ordered.copyOf(limits);
    annotations = Ordered.copyOf(annotations);
    initContainers = List.copyOf(initContainers);
  }

  /**
   * How a service is reached from outside the cluster.
   *
   * @param hosts external hosts, without scheme; empty: not reachable
   * @param backend service that answers in its place
   * @param backendPort port of the backend
   * @param ssl whether the hosts have certificates
   * @param httpsOnly whether plain HTTP is redirected
   * @param httpsBackend whether the service itself speaks HTTPS
   * @param http2 whether the service speaks HTTP/2
   */
  public record Routing(
      List<String> hosts,
      Optional<String> backend,
      Optional<Integer> backendPort,
      boolean ssl,
      boolean httpsOnly,
      boolean httpsBackend,
      boolean http2) {

    public Routing {
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * How many replicas may be away on purpose; exactly one of the two is there.
   *
   * @param minAvailable replicas that stay: a number, or a percentage such as {@code 50%}
   * @param maxUnavailable replicas that may be away: a number or a percentage
   * @param implied whether the file says nothing of it
   */
  public record Disruption(
      Optional<String> minAvailable, Optional<String> maxUnavailable, boolean implied) {
    /** What holds where more than one replica runs and the file says nothing. */
    public static final Disruption DEFAULT =
        new Disruption(Optional.empty(), Optional.of("1"), true);
  }

  /**
   * How Istio routes a service.
   *
   * @param protocol what it speaks
   */
  public record Mesh(Protocol protocol) {
    /** What a service in the mesh speaks. */
    public enum Protocol {
      HTTP,
      TCP
    }
  }
}
