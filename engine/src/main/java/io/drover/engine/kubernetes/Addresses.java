package io.drover.engine.kubernetes;

import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Service;
import io.drover.config.model.Service.Mesh;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a service is reached in its namespace. */
final class Addresses {
  private Addresses() {}

  /**
   * The address that has the service's own name; of a blue/green service, that of the live colour.
   */
  static Optional<io.fabric8.kubernetes.api.model.Service> of(
      Service service, Identity identity, Optional<Colours> colours) {
    if (service.ports().isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> selector = new LinkedHashMap<>(identity.labels().selecting());
    colours.ifPresent(c -> selector.put(Ownership.COLOUR, c.live().word()));
    return Optional.of(of(service, identity, selector));
  }

  /** The addresses of both colours. */
  static List<io.fabric8.kubernetes.api.model.Service> ofColours(
      Desired desired, Service service, Optional<Colours> colours) {
    if (colours.isEmpty() || service.ports().isEmpty()) {
      return List.of();
    }
    return Arrays.stream(Colour.values())
        .map(
            colour ->
                Identity.of(
                    desired.project(),
                    desired.environment(),
                    service,
                    Optional.of(colour),
                    Optional.empty()))
        .map(identity -> of(service, identity, identity.labels().selecting()))
        .toList();
  }

  private static io.fabric8.kubernetes.api.model.Service of(
      Service service, Identity identity, Map<String, String> selector) {
    return new ServiceBuilder()
        .withMetadata(identity.metadata())
        .withNewSpec()
        .withSelector(selector)
        .withPorts(ports(service))
        .endSpec()
        .build();
  }

  static List<ServicePort> ports(Service service) {
    return service.ports().stream().map(port -> port(service, port)).toList();
  }

  /** The name of a port, which several ports of a service must have. */
  static String portName(int port) {
    return "port-" + port;
  }

  private static ServicePort port(Service service, int port) {
    return new ServicePortBuilder()
        .withName(portName(port))
        .withPort(port)
        .withNewTargetPort(port)
        .withProtocol("TCP")
        .withAppProtocol(protocol(service, port).orElse(null))
        .build();
  }

  /** What a port speaks, for those who route to it; the first one is where HTTP goes. */
  private static Optional<String> protocol(Service service, int port) {
    if (port == service.ports().get(0)) {
      if (service.routing().httpsBackend()) {
        return Optional.of("https");
      }
      if (service.routing().http2()) {
        return Optional.of("kubernetes.io/h2c");
      }
    }
    return service.mesh().map(Addresses::protocol);
  }

  private static String protocol(Mesh mesh) {
    return switch (mesh.protocol()) {
      case HTTP -> "http";
      case TCP -> "tcp";
    };
  }
}
