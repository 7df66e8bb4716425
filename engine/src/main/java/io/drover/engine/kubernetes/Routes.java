package io.drover.engine.kubernetes;

import io.drover.config.model.Service;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
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
import java.util.Optional;

/** How a service is reached: its address in the namespace, and its hosts outside. */
final class Routes {
  private static final String NGINX = "nginx.ingress.kubernetes.io/";

  private Routes() {}

  static Optional<io.fabric8.kubernetes.api.model.Service> service(
      Service service, Labels labels, ObjectMeta metadata) {
    if (service.ports().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ServiceBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withSelector(labels.selecting())
            .withPorts(service.ports().stream().map(p -> port(service, p)).toList())
            .endSpec()
            .build());
  }

  /** The name of a port, which several ports of a service must have. */
  static String portName(int port) {
    return "port-" + port;
  }

  private static ServicePort port(Service service, int port) {
    boolean http2 = service.routing().http2() && port == service.ports().get(0);
    return new ServicePortBuilder()
        .withName(portName(port))
        .withPort(port)
        .withNewTargetPort(port)
        .withProtocol("TCP")
        .withAppProtocol(http2 ? "kubernetes.io/h2c" : null)
        .build();
  }

  static Optional<Ingress> ingress(Service service, ObjectMeta metadata) {
    if (service.routing().hosts().isEmpty() || service.ports().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new IngressBuilder()
            .withMetadata(
                new ObjectMetaBuilder(metadata).withAnnotations(annotations(service)).build())
            .withNewSpec()
            .withTls(tls(service))
            .withRules(service.routing().hosts().stream().map(h -> rule(service, h)).toList())
            .endSpec()
            .build());
  }

  private static IngressRule rule(Service service, String host) {
    HTTPIngressPath path =
        new HTTPIngressPathBuilder()
            .withPath("/")
            .withPathType("Prefix")
            .withNewBackend()
            .withNewService()
            .withName(service.routing().backend().orElse(service.name()))
            .withNewPort()
            .withNumber(service.routing().backendPort().orElse(service.ports().get(0)))
            .endPort()
            .endService()
            .endBackend()
            .build();
    return new IngressRuleBuilder().withHost(host).withNewHttp().withPaths(path).endHttp().build();
  }

  private static List<IngressTLS> tls(Service service) {
    if (!service.routing().ssl()) {
      return List.of();
    }
    return List.of(
        new IngressTLSBuilder()
            .withHosts(service.routing().hosts())
            .withSecretName(service.name() + "-tls")
            .build());
  }

  /** What the Ingress API leaves to its controllers; the service's own annotations win. */
  private static Map<String, String> annotations(Service service) {
    Map<String, String> annotations = new LinkedHashMap<>();
    if (service.routing().ssl() || service.routing().httpsOnly()) {
      annotations.put(NGINX + "ssl-redirect", "" + service.routing().httpsOnly());
    }
    if (service.routing().httpsOnly()) {
      annotations.put(NGINX + "force-ssl-redirect", "true");
    }
    if (service.routing().httpsBackend()) {
      annotations.put(NGINX + "backend-protocol", "HTTPS");
    }
    annotations.putAll(service.annotations());
    return annotations;
  }
}
