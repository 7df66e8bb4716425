package io.drover.config.bind;

import io.drover.config.check.Services;
import io.drover.config.model.Deployment;
import io.drover.config.model.ManagedResource;
import io.drover.config.model.ManagedResource.Custom;
import io.drover.config.model.ManagedResource.Database;
import io.drover.config.model.ManagedResource.HelmChart;
import io.drover.config.model.ManagedResource.ServiceEntry;
import io.drover.config.model.ManagedResource.ServiceEntry.Endpoint;
import io.drover.config.model.ManagedResource.ServiceEntry.Location;
import io.drover.config.model.ManagedResource.ServiceEntry.Port;
import io.drover.config.model.ManagedResource.ServiceEntry.Resolution;
import io.drover.config.tree.Value.Fields;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Binds services of the file that are no applications of ours. */
final class ManagedResourceBinder {
  private static final int MONGO_PORT = 27017;

  private ManagedResourceBinder() {}

  static ManagedResource bind(Fields service, Deployment general) {
    return switch (Services.kind(service)) {
      case DATABASE ->
          new Database(
              Bindings.constant(
                  Database.Type.class, service.text("database_type"), Database.Type.MONGO),
              new ServiceBinder(service).bind(general, MONGO_PORT));
      case HELM_CHART -> helmChart(service);
      case SERVICE_ENTRY -> serviceEntry(service);
      case CUSTOM -> custom(service);
      case APPLICATION -> throw new IllegalStateException("An application is no resource.");
    };
  }

  private static Custom custom(Fields service) {
    return new Custom(
        service.text("name").orElseThrow(),
        service.text("type").orElseThrow(),
        service.text("version"),
        service.text("replicas").map(Integer::valueOf),
        service.data("options"),
        service.text("template_filename"),
        service.text("parameter_filename"),
        service.text("stack_name"));
  }

  private static HelmChart helmChart(Fields service) {
    return new HelmChart(
        service.text("name").orElseThrow(),
        service.text("chart").orElseThrow(),
        service.text("repo"),
        service.text("version"),
        service.data("set"),
        service.text("values_content"),
        service.text("target_namespace"),
        service.data("options"));
  }

  private static ServiceEntry serviceEntry(Fields service) {
    return new ServiceEntry(
        service.text("name").orElseThrow(),
        Bindings.texts(service, "hosts"),
        Bindings.texts(service, "addresses"),
        service.objects("service_entry_ports").stream().map(ManagedResourceBinder::port).toList(),
        Bindings.constant(Location.class, service.text("location"), Location.MESH_EXTERNAL),
        Bindings.constant(Resolution.class, service.text("resolution"), Resolution.NONE),
        service.objects("endpoints").stream().map(ManagedResourceBinder::endpoint).toList(),
        Bindings.texts(service, "export_to"));
  }

  private static Port port(Fields port) {
    int number = Bindings.integer(port, "number", 0);
    String protocol = port.text("protocol").orElse("TCP");
    String name = protocol.toLowerCase(Locale.ROOT) + "-" + number;
    return new Port(number, protocol, port.text("name").orElse(name));
  }

  private static Endpoint endpoint(Fields endpoint) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    Bindings.map(endpoint.object("ports"))
        .forEach((name, port) -> ports.put(name, Integer.valueOf(port)));
    return new Endpoint(
        endpoint.text("address"),
        ports,
        Bindings.map(endpoint.object("labels")),
        endpoint.text("network"),
        endpoint.text("locality"),
        endpoint.text("weight").map(Long::valueOf));
  }
}
