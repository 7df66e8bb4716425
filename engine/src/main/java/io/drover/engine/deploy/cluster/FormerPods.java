package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The newest version of a Deployment that still has pods which are ready, besides the one that was
 * asked for last.
 *
 * @param replicaSet name of the ReplicaSet that has the pods
 * @param template of the pods, as the Deployment had it
 */
record FormerPods(String replicaSet, ObjectNode template) {
  private static final String REVISION = "deployment.kubernetes.io/revision";

  /** What makes the pods of one ReplicaSet differ from those of the next. */
  private static final String HASH = "pod-template-hash";

  /** Looks for them; empty where there are none, or the Deployment's controller is behind. */
  static Optional<FormerPods> find(Cluster cluster, String namespace, LiveObject deployment)
      throws InterruptedException {
    Requests requests = cluster.requests();
    Optional<ObjectNode> live =
        requests.find(ApiPath.object(deployment.apiKind(), namespace, deployment.name()));
    if (live.isEmpty() || !isObserved(live.get())) {
      return Optional.empty();
    }
    ApiKind kind = cluster.kind("apps/v1", "ReplicaSet").orElseThrow();
    JsonNode best = null;
    for (JsonNode set : requests.get(ApiPath.list(kind, namespace)).path("items")) {
      boolean candidate =
          isOf(set, deployment.uid())
              && revision(set) != revision(live.get())
              && set.path("status").path("readyReplicas").asInt() > 0;
      if (candidate && (best == null || revision(set) > revision(best))) {
        best = set;
      }
    }
    return Optional.ofNullable(best).map(FormerPods::of);
  }

  private static FormerPods of(JsonNode set) {
    ObjectNode template = set.path("spec").path("template").deepCopy();
    ObjectNode metadata = Applicable.metadata(template);
    metadata.remove("creationTimestamp");
    metadata.withObjectProperty("labels").remove(HASH);
    return new FormerPods(set.path("metadata").path("name").asText(), template);
  }

  private static boolean isObserved(ObjectNode deployment) {
    return deployment.path("status").path("observedGeneration").asLong()
        >= deployment.path("metadata").path("generation").asLong();
  }

  private static boolean isOf(JsonNode set, String deployment) {
    for (JsonNode owner : set.path("metadata").path("ownerReferences")) {
      if (owner.path("uid").asText().equals(deployment)) {
        return true;
      }
    }
    return false;
  }

  private static long revision(JsonNode object) {
    return object.path("metadata").path("annotations").path(REVISION).asLong();
  }
}
