package io.drover.engine.kubernetes;

import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Service;
import io.drover.engine.kubernetes.ManifestSettings.RouteSettings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How a service is reached from outside. */
final class Routes {
  private Routes() {}

  /**
   * What leads from some hosts to an address in the namespace.
   *
   * @param service whose hosts they are
   * @param identity name and labels of the route
   * @param hosts the hosts, at least one
   * @param backend name of the address
   * @param port its port
   */
  record Route(Service service, Identity identity, List<String> hosts, String backend, int port) {
    /** The name of the secret that holds the certificate of the hosts. */
    String certificate() {
      return identity.name() + "-tls";
    }
  }

  static List<HasMetadata> of(
      Desired desired,
      ManifestSettings settings,
      Service service,
      Identity shared,
      Optional<Colours> colours) {
    List<HasMetadata> objects = new ArrayList<>();
    main(service, shared).ifPresent(route -> objects.addAll(of(route, settings)));
    if (colours.isPresent()) {
      for (Colour colour : Colour.values()) {
        Identity identity =
            Identity.of(
                desired.project(),
                desired.environment(),
                service,
                Optional.of(colour),
                Optional.empty());
        coloured(service, colour, identity).ifPresent(route -> objects.addAll(of(route, settings)));
      }
    }
    if (service.mesh().isPresent()) {
      objects.addAll(MeshRoutes.destinationRules(service, shared, colours));
    }
    return objects;
  }

  private static Optional<Route> main(Service service, Identity identity) {
    String backend = service.routing().backend().orElse(service.name());
    int port = service.routing().backendPort().orElse(firstPort(service));
    return route(service, identity, service.routing().hosts(), backend, port);
  }

  private static Optional<Route> coloured(Service service, Colour colour, Identity identity) {
    List<String> hosts = service.deployment().customUrls().getOrDefault(colour, List.of());
    return route(service, identity, hosts, identity.name(), firstPort(service));
  }

  private static Optional<Route> route(
      Service service, Identity identity, List<String> hosts, String backend, int port) {
    return hosts.isEmpty() || port == 0
        ? Optional.empty()
        : Optional.of(new Route(service, identity, hosts, backend, port));
  }

  private static int firstPort(Service service) {
    return service.ports().stream().findFirst().orElse(0);
  }

  private static List<HasMetadata> of(Route route, ManifestSettings settings) {
    if (route.service().mesh().isPresent()) {
      return MeshRoutes.of(route, settings);
    }
    if (settings.routes() instanceof RouteSettings.Gateway gateway) {
      return HttpRoutes.of(route, gateway);
    }
    return List.of(Ingresses.of(route, (RouteSettings.Ingress) settings.routes()));
  }

  static List<String> colours(Service service) {
    return Arrays.stream(Colour.values()).map(c -> Colours.name(service.name(), c)).toList();
  }
}
