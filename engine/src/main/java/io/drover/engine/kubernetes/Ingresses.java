package io.drover.engine.kubernetes;

import io.drover.config.model.Service.Routing;
import io.drover.engine.kubernetes.ManifestSettings.RouteSettings;
import io.drover.engine.kubernetes.Routes.Route;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Routes as Ingress. */
final class Ingresses {
  private static final String NGINX = "nginx.ingress.kubernetes.io/";

  private Ingresses() {}

  static Ingress of(Route route, RouteSettings.Ingress settings) {
    return new IngressBuilder()
        .withMetadata(
            new ObjectMetaBuilder(route.identity().metadata())
                .withAnnotations(annotations(route, settings))
                .build())
        .withNewSpec()
        .withIngressClassName(settings.className().orElse(null))
        .withTls(tls(route))
        .withRules(route.hosts().stream().map(host -> rule(route, host)).toList())
        .endSpec()
        .build();
  }

  private static IngressRule rule(Route route, String host) {
    HTTPIngressPath path =
        new HTTPIngressPathBuilder()
            .withPath("/")
            .withPathType("Prefix")
            .withNewBackend()
            .withNewService()
            .withName(route.backend())
            .withNewPort()
            .withNumber(route.port())
            .endPort()
            .endService()
            .endBackend()
            .build();
    return new IngressRuleBuilder().withHost(host).withNewHttp().withPaths(path).endHttp().build();
  }

  private static List<IngressTLS> tls(Route route) {
    if (!route.service().routing().ssl()) {
      return List.of();
    }
    return List.of(
        new IngressTLSBuilder()
            .withHosts(route.hosts())
            .withSecretName(route.certificate())
            .build());
  }

  /** What the Ingress API leaves to its controllers; the service's own annotations win. */
  private static Map<String, String> annotations(Route route, RouteSettings.Ingress settings) {
    Routing routing = route.service().routing();
    Map<String, String> annotations = new LinkedHashMap<>(settings.annotations());
    if (routing.ssl() || routing.httpsOnly()) {
      annotations.put(NGINX + "ssl-redirect", "" + routing.httpsOnly());
    }
    if (routing.httpsOnly()) {
      annotations.put(NGINX + "force-ssl-redirect", "true");
    }
    if (routing.httpsBackend()) {
      annotations.put(NGINX + "backend-protocol", "HTTPS");
    }
    annotations.putAll(route.identity().annotations());
    return annotations;
  }
}
