package io.drover.engine.kubernetes;

import io.drover.config.model.Deployment;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentVariable;
import io.drover.config.model.Probe;
import io.drover.config.model.Resources;
import io.drover.config.model.Service;
import io.drover.config.model.Source;
import io.drover.config.model.Volume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Services for tests: the defaults of the files, and what a test says in their place. */
public final class ServiceBuilder {
  private final String name;
  private String application;
  private int replicas = 1;
  private List<String> command = List.of();
  private Optional<Duration> grace = Optional.empty();
  private List<Integer> ports = List.of(80);
  private Service.Routing routing =
      new Service.Routing(
          List.of(), Optional.empty(), Optional.empty(), false, false, false, false);
  private final List<EnvironmentVariable> env = new ArrayList<>();
  private final List<Volume> volumes = new ArrayList<>();
  private Optional<Probe> liveness = Optional.empty();
  private Optional<Probe> readiness = Optional.empty();
  private Optional<Resources.Gpu> gpu = Optional.empty();
  private final Map<String, String> limits =
      new LinkedHashMap<>(Map.of("cpu", "1000m", "memory", "2048Mi"));
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private Duration timeout = Duration.ofMinutes(5);

  private ServiceBuilder(String name) {
    this.name = name;
    this.application = name;
  }

  /** A service that says nothing but its name. */
  public static ServiceBuilder service(String name) {
    return new ServiceBuilder(name);
  }

  public ServiceBuilder application(String name) {
    application = name;
    return this;
  }

  public ServiceBuilder replicas(int count) {
    replicas = count;
    return this;
  }

  public ServiceBuilder command(String... words) {
    command = List.of(words);
    return this;
  }

  public ServiceBuilder grace(Duration time) {
    grace = Optional.of(time);
    return this;
  }

  public ServiceBuilder ports(Integer... ports) {
    this.ports = List.of(ports);
    return this;
  }

  public ServiceBuilder routing(Service.Routing routing) {
    this.routing = routing;
    return this;
  }

  public ServiceBuilder env(EnvironmentVariable variable) {
    env.add(variable);
    return this;
  }

  public ServiceBuilder env(String name, String value) {
    return env(new EnvironmentVariable.Literal(name, value));
  }

  public ServiceBuilder volume(Volume volume) {
    volumes.add(volume);
    return this;
  }

  public ServiceBuilder liveness(Probe probe) {
    liveness = Optional.of(probe);
    return this;
  }

  public ServiceBuilder readiness(Probe probe) {
    readiness = Optional.of(probe);
    return this;
  }

  public ServiceBuilder gpu(String type, int count) {
    gpu = Optional.of(new Resources.Gpu(type, count));
    return this;
  }

  public ServiceBuilder annotation(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  public ServiceBuilder timeout(Duration time) {
    timeout = time;
    return this;
  }

  public Service build() {
    Map<String, String> ordered = new LinkedHashMap<>();
    ordered.put("cpu", limits.get("cpu"));
    ordered.put("memory", limits.get("memory"));
    return new Service(
        name,
        application,
        Optional.empty(),
        replicas,
        command,
        grace,
        ports,
        routing,
        env,
        volumes,
        liveness,
        readiness,
        Map.of("cpu", "100m"),
        ordered,
        gpu,
        annotations,
        deployment(timeout),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** An environment of a project called {@code shop}. */
  public static Environment environment(String name, ServiceBuilder... services) {
    return new Environment(
        name,
        "shop-" + name,
        Optional.empty(),
        Optional.empty(),
        deployment(Duration.ofMinutes(5)),
        List.of(services).stream().map(ServiceBuilder::build).toList(),
        List.of(),
        Map.of(),
        List.of(),
        Source.CONFIGURATION,
        Optional.empty(),
        Map.of(),
        List.of());
  }

  /** A probe with the defaults of a health check, but for its time between checks. */
  public static Probe probe(Probe.Handler handler, Duration period) {
    return new Probe(handler, Duration.ofSeconds(1), Duration.ofSeconds(5), period, 1, 3);
  }

  private static Deployment deployment(Duration timeout) {
    return new Deployment(
        Deployment.Method.ROLLING_UPGRADE,
        Deployment.Mode.AUTO,
        Optional.empty(),
        timeout,
        Duration.ofSeconds(30),
        true,
        Map.of());
  }
}
