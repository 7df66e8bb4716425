package io.drover.config.bind;

import io.drover.config.model.Autoscaler;
import io.drover.config.model.Autoscaler.Metric;
import io.drover.config.model.Deployment;
import io.drover.config.model.InitContainer;
import io.drover.config.model.Probe;
import io.drover.config.model.Service;
import io.drover.config.model.Service.Disruption;
import io.drover.config.model.Service.Mesh;
import io.drover.config.tree.Names;
import io.drover.config.tree.Quantity;
import io.drover.config.tree.Value.Fields;
import io.drover.config.tree.Value.Text;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds a service, with all its defaults. */
final class ServiceBinder {
  private static final int DEFAULT_PORT = 80;
  private static final int DEFAULT_UTILIZATION = 80;

  private final Fields service;

  ServiceBinder(Fields service) {
    this.service = service;
  }

  Service bind(Deployment general) {
    return bind(general, DEFAULT_PORT);
  }

  Service bind(Deployment general, int defaultPort) {
    String name = service.text("name").orElseThrow();
    List<Integer> ports = ports(defaultPort);
    Optional<Probe> health = ProbeBinder.health(service, ports.get(0));
    int replicas = Bindings.integer(service, "replicas", 1);
    Optional<Autoscaler> autoscaler = autoscaler();
    String application = service.text("application").orElse(name);
    return new Service(
        name,
        application,
        service.text("version"),
        replicas,
        Bindings.command(service, "command"),
        service.text("graceperiod").map(text -> Duration.ofSeconds(Long.parseLong(text))),
        ports,
        routing(),
        Bindings.variables(service),
        VolumeBinder.bind(service),
        ProbeBinder.bind(service, "liveness_probe").or(() -> health),
        ProbeBinder.bind(service, "readiness_probe").or(() -> health),
        requests(),
        limits(),
        Bindings.gpu(service.object("resources")),
        annotations(),
        DeploymentBinder.bind(service.object("deployment"), general),
        autoscaler,
        service.objects("init_containers").stream().map(c -> init(c, application)).toList(),
        disruption(autoscaler.map(Autoscaler::minReplicas).orElse(replicas)),
        mesh());
  }

  private List<Integer> ports(int defaultPort) {
    List<Integer> ports = Bindings.ports(service, service.has("ports") ? "ports" : "port");
    return ports.isEmpty() ? List.of(defaultPort) : ports;
  }

  private Service.Routing routing() {
    return new Service.Routing(
        service.scalars("external_url").stream().map(Text::text).map(Names::host).toList(),
        service.text("backend"),
        service.text("backend_port").map(Integer::valueOf),
        Bindings.flag(service, "ssl", false),
        Bindings.flag(service, "httpsOnly", false),
        Bindings.flag(service, "httpsBackend", false),
        Bindings.flag(service, "http2", false));
  }

  private Optional<Autoscaler> autoscaler() {
    Fields hpa = service.object("hpa");
    if (!service.has("hpa")) {
      return Optional.empty();
    }
    return Optional.of(
        new Autoscaler(
            Bindings.integer(hpa, "min_replicas", 1),
            Bindings.integer(hpa, "max_replicas", 1),
            metric(hpa.object("metric"))));
  }

  private static Metric metric(Fields metric) {
    String name = metric.text("name").orElse("cpu");
    Optional<String> value = metric.text("target_average_value");
    return value.isPresent()
        ? new Metric.AverageValue(name, value.get())
        : new Metric.Utilization(
            name, Bindings.integer(metric, "target_average_utilization", DEFAULT_UTILIZATION));
  }

  private static InitContainer init(Fields container, String application) {
    return new InitContainer(
        container.text("name").orElseThrow(),
        container.text("application").orElse(application),
        container.text("version"),
        Bindings.command(container, "command"),
        Bindings.variables(container),
        VolumeBinder.bind(container));
  }

  private Optional<Disruption> disruption(int replicas) {
    Fields disruption = service.object("disruption");
    if (service.has("disruption")) {
      return Optional.of(
          new Disruption(
              disruption.text("min_available"), disruption.text("max_unavailable"), false));
    }
    return replicas > 1 ? Optional.of(Disruption.DEFAULT) : Optional.empty();
  }

  private Optional<Mesh> mesh() {
    return service
        .text("service_mesh")
        .filter("enable"::equals)
        .map(
            enabled ->
                new Mesh(
                    Bindings.constant(
                        Mesh.Protocol.class, service.text("protocol"), Mesh.Protocol.HTTP)));
  }

  private Map<String, String> requests() {
    Map<String, String> requests = new LinkedHashMap<>();
    requests.put("cpu", atMost("100m", service.object("limits").text("cpu")));
    requests.putAll(Bindings.map(service.object("requests")));
    return requests;
  }

  private Map<String, String> limits() {
    Fields requests = service.object("requests");
    Map<String, String> limits = new LinkedHashMap<>();
    limits.put("cpu", atLeast("1000m", requests.text("cpu")));
    limits.put("memory", atLeast("2048Mi", requests.text("memory")));
    limits.putAll(Bindings.map(service.object("limits")));
    return limits;
  }

  /** A default limit gives way to a request above it, which Kubernetes would refuse otherwise. */
  private static String atLeast(String limit, Optional<String> request) {
    return request
        .filter(r -> Quantity.parse(r).compareTo(Quantity.parse(limit)) > 0)
        .orElse(limit);
  }

  private static String atMost(String request, Optional<String> limit) {
    return limit
        .filter(l -> Quantity.parse(l).compareTo(Quantity.parse(request)) < 0)
        .orElse(request);
  }

  private Map<String, String> annotations() {
    Map<String, String> annotations = Bindings.map(service.object("annotations"));
    for (Fields annotation : service.objects("annotations")) {
      annotation
          .text("name")
          .ifPresent(name -> annotations.put(name, annotation.text("value").orElse("")));
    }
    return annotations;
  }
}
