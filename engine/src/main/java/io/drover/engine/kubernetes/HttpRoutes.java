package io.drover.engine.kubernetes;

import io.drover.config.model.Service.Routing;
import io.drover.engine.kubernetes.ManifestSettings.RouteSettings.Gateway;
import io.drover.engine.kubernetes.Routes.Route;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRuleBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder;
import java.util.List;

/** Routes as HTTPRoute of the Gateway API. */
final class HttpRoutes {
  /** A dot, because no service's name has one. */
  private static final String REDIRECT = ".redirect";

  private static final int MOVED_PERMANENTLY = 301;

  private HttpRoutes() {}

  /** The route, and where plain HTTP is not wanted another one that sends it to HTTPS. */
  static List<HasMetadata> of(Route route, Gateway gateway) {
    Routing routing = route.service().routing();
    HasMetadata main =
        of(route, route.identity().metadata(), parents(routing, gateway), toBackend(route));
    if (!routing.httpsOnly()) {
      return List.of(main);
    }
    ObjectMeta metadata = route.identity().metadata(route.identity().name() + REDIRECT);
    List<ParentReference> plain = List.of(parent(gateway, gateway.httpListener()));
    return List.of(main, of(route, metadata, plain, toHttps()));
  }

  private static List<ParentReference> parents(Routing routing, Gateway gateway) {
    ParentReference http = parent(gateway, gateway.httpListener());
    ParentReference https = parent(gateway, gateway.httpsListener());
    if (routing.httpsOnly()) {
      return List.of(https);
    }
    return routing.ssl() ? List.of(http, https) : List.of(http);
  }

  private static ParentReference parent(Gateway gateway, String listener) {
    return new ParentReferenceBuilder()
        .withName(gateway.name())
        .withNamespace(gateway.namespace().orElse(null))
        .withSectionName(listener)
        .build();
  }

  private static HasMetadata of(
      Route route, ObjectMeta metadata, List<ParentReference> parents, HTTPRouteRule rule) {
    return new HTTPRouteBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withParentRefs(parents)
        .withHostnames(route.hosts())
        .withRules(rule)
        .endSpec()
        .build();
  }

  private static HTTPRouteRule toBackend(Route route) {
    return new HTTPRouteRuleBuilder()
        .addNewMatch()
        .withNewPath("PathPrefix", "/")
        .endMatch()
        .addNewBackendRef()
        .withName(route.backend())
        .withPort(route.port())
        .endBackendRef()
        .build();
  }

  private static HTTPRouteRule toHttps() {
    return new HTTPRouteRuleBuilder()
        .addNewFilter()
        .withType("RequestRedirect")
        .withNewRequestRedirect()
        .withScheme("https")
        .withStatusCode(MOVED_PERMANENTLY)
        .endRequestRedirect()
        .endFilter()
        .build();
  }
}
