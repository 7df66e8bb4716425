package io.drover.engine.deploy.cluster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of the Kubernetes API. */
final class ApiPath {
  private ApiPath() {}

  static String root(String apiVersion) {
    return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
  }

  static String list(ApiKind kind, String namespace) {
    String scope = kind.namespaced() ? "/namespaces/" + encoded(namespace) : "";
    return root(kind.apiVersion()) + scope + "/" + kind.plural();
  }

  static String list(ApiKind kind, String namespace, String selector) {
    return list(kind, namespace) + "?labelSelector=" + encoded(selector);
  }

  static String object(ApiKind kind, String namespace, String name) {
    return list(kind, namespace) + "/" + encoded(name);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
