package io.drover.engine.deploy.cluster;

/**
 * A kind that the cluster serves.
 *
 * @param apiVersion group and version as manifests write them, for example {@code apps/v1}
 * @param kind for example {@code Deployment}
 * @param plural its name in addresses, for example {@code deployments}
 * @param namespaced whether its objects live in namespaces
 */
public record ApiKind(String apiVersion, String kind, String plural, boolean namespaced) {
  /** The group; empty for the core's. */
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }
}
