package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What kinds a cluster serves; asks once for each group and version. */
final class Discovery {
  /** Since when Kubernetes serves what Drover writes, by API version and kind. */
  private static final Map<String, Integer> SINCE =
      Map.of(
          "autoscaling/v2/HorizontalPodAutoscaler",
          23,
          "batch/v1/CronJob",
          21,
          "policy/v1/PodDisruptionBudget",
          21,
          "networking.k8s.io/v1/Ingress",
          19);

  private final Requests requests;
  private final Map<String, Map<String, ApiKind>> kinds = new ConcurrentHashMap<>();

  Discovery(Requests requests) {
    this.requests = requests;
  }

  Optional<ApiKind> kind(String apiVersion, String kind) throws InterruptedException {
    Map<String, ApiKind> served = kinds.get(apiVersion);
    if (served == null) {
      served = ask(apiVersion);
      kinds.put(apiVersion, served);
    }
    return Optional.ofNullable(served.get(kind));
  }

  private Map<String, ApiKind> ask(String apiVersion) throws InterruptedException {
    Map<String, ApiKind> served = new TreeMap<>();
    Optional<? extends JsonNode> resources = requests.find(ApiPath.root(apiVersion));
    if (resources.isPresent()) {
      for (JsonNode resource : resources.get().path("resources")) {
        String plural = resource.path("name").asText();
        String kind = resource.path("kind").asText();
        // Those with a slash are parts of others, such as deployments/scale.
        if (!plural.contains("/")) {
          boolean namespaced = resource.path("namespaced").asBoolean();
          served.put(kind, new ApiKind(apiVersion, kind, plural, namespaced));
        }
      }
    }
    return Collections.unmodifiableMap(served);
  }

  /** What to say of a kind that the cluster does not serve. */
  static String notServed(int minorVersion, String apiVersion, String kind) {
    String missing = "the cluster does not serve %s %s".formatted(apiVersion, kind);
    Integer since = SINCE.get(apiVersion + "/" + kind);
    if (since != null) {
      return "%s (it is Kubernetes 1.%d; 1.%d or newer does)"
          .formatted(missing, minorVersion, since);
    }
    return missing + "; install what brings it, and deploy again";
  }
}
