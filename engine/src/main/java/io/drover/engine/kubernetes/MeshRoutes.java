package io.drover.engine.kubernetes;

import io.drover.config.model.Service;
import io.drover.config.model.Service.Mesh.Protocol;
import io.drover.config.model.Service.Routing;
import io.drover.engine.kubernetes.Routes.Route;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Routes of services in Istio's mesh. */
final class MeshRoutes {
  private static final String API = "networking.istio.io/v1";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private MeshRoutes() {}

  /** A VirtualService, and where there is no gateway for all services, one of its own. */
  static List<HasMetadata> of(Route route, ManifestSettings settings) {
    List<HasMetadata> objects = new ArrayList<>();
    if (settings.meshGateway().isEmpty()) {
      objects.add(gateway(route));
    }
    String gateway = settings.meshGateway().orElse(route.identity().name());
    objects.add(virtualService(route, gateway));
    return objects;
  }

  private static HasMetadata gateway(Route route) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("selector", Map.of("istio", "ingressgateway"));
    spec.put("servers", servers(route));
    return CustomObjects.of(API, "Gateway", route.identity().metadata(), spec);
  }

  private static List<Map<String, Object>> servers(Route route) {
    Routing routing = route.service().routing();
    if (protocol(route) == Protocol.TCP) {
      return List.of(
          routing.ssl()
              ? secured(route, server(route, route.port(), "TLS"))
              : server(route, route.port(), "TCP"));
    }
    Map<String, Object> http = server(route, HTTP, "HTTP");
    if (routing.ssl() && routing.httpsOnly()) {
      http.put("tls", Map.of("httpsRedirect", true));
    }
    return routing.ssl()
        ? List.of(secured(route, server(route, HTTPS, "HTTPS")), http)
        : List.of(http);
  }

  private static Map<String, Object> server(Route route, int number, String protocol) {
    Map<String, Object> port = new LinkedHashMap<>();
    port.put("number", number);
    port.put("protocol", protocol);
    port.put("name", protocol.toLowerCase(Locale.ROOT) + "-" + number);
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("port", port);
    server.put("hosts", route.hosts());
    return server;
  }

  /** The gateway looks for the certificate where it runs itself, as it does for all hosts. */
  private static Map<String, Object> secured(Route route, Map<String, Object> server) {
    Map<String, Object> tls = new LinkedHashMap<>();
    tls.put("mode", "SIMPLE");
    tls.put("credentialName", route.certificate());
    server.put("tls", tls);
    return server;
  }

  private static HasMetadata virtualService(Route route, String gateway) {
    Map<String, Object> destination = new LinkedHashMap<>();
    destination.put("host", route.backend());
    destination.put("port", Map.of("number", route.port()));
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("match", List.of(match(route)));
    rule.put("route", List.of(Map.of("destination", destination)));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("gateways", List.of(gateway));
    spec.put("hosts", route.hosts());
    spec.put(protocol(route) == Protocol.TCP ? "tcp" : "http", List.of(rule));
    return CustomObjects.of(API, "VirtualService", route.identity().metadata(), spec);
  }

  private static Map<String, Object> match(Route route) {
    return protocol(route) == Protocol.TCP
        ? Map.of("port", route.port())
        : Map.of("uri", Map.of("prefix", "/"));
  }

  private static Protocol protocol(Route route) {
    return route.service().mesh().orElseThrow().protocol();
  }

  /** How others in the mesh speak to a service, where that is not plain HTTP/1 or TCP. */
  static List<HasMetadata> destinationRules(
      Service service, Identity shared, Optional<Colours> colours) {
    Map<String, Object> policy = new LinkedHashMap<>();
    if (service.routing().http2()) {
      policy.put("connectionPool", Map.of("http", Map.of("h2UpgradePolicy", "UPGRADE")));
    }
    if (service.routing().httpsBackend()) {
      policy.put("tls", Map.of("mode", "SIMPLE"));
    }
    if (policy.isEmpty()) {
      return List.of();
    }
    List<HasMetadata> rules = new ArrayList<>();
    rules.add(rule(shared, service.name(), policy));
    if (colours.isPresent()) {
      Routes.colours(service).forEach(name -> rules.add(rule(shared, name, policy)));
    }
    return rules;
  }

  private static HasMetadata rule(Identity identity, String host, Map<String, Object> policy) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("host", host);
    spec.put("trafficPolicy", policy);
    return CustomObjects.of(API, "DestinationRule", identity.metadata(host), spec);
  }
}
