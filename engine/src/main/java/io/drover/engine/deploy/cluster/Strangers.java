package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.kubernetes.Ownership;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The objects of a namespace that are not the environment's. Server-side apply would merge into
 * them without a word, so they are looked up before something is created: all names of a kind with
 * one request, which has metadata only.
 */
final class Strangers {
  private final Cluster cluster;
  private final String namespace;
  private final Ownership ownership;
  private final Map<ApiKind, OfKind> kinds = new HashMap<>();

  Strangers(Cluster cluster, String namespace, Ownership ownership) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.ownership = ownership;
  }

  /** The object of this name, if it is there and somebody else's. */
  Optional<LiveObject> find(ApiKind kind, String name) throws InterruptedException {
    OfKind ofKind;
    synchronized (kinds) {
      ofKind = kinds.computeIfAbsent(kind, OfKind::new);
    }
    return Optional.ofNullable(ofKind.byName().get(name));
  }

  /** Whose it is, as the end of "it is there already and ...". */
  String owner(LiveObject stranger) {
    Map<String, String> labels = stranger.labels();
    if (belongsToAnotherEnvironment(stranger)) {
      return "belongs to environment %s of project %s"
          .formatted(labels.get(Ownership.ENVIRONMENT), labels.get(Ownership.PART_OF));
    }
    return stranger.maker().map("was made by \"%s\""::formatted).orElse("was not made by Drover");
  }

  boolean belongsToAnotherEnvironment(LiveObject stranger) {
    Map<String, String> labels = stranger.labels();
    return Ownership.MANAGER.equals(labels.get(Ownership.MANAGED_BY))
        && labels.containsKey(Ownership.ENVIRONMENT)
        && labels.containsKey(Ownership.PART_OF);
  }

  private final class OfKind {
    private final ApiKind kind;
    private Map<String, LiveObject> objects;

    OfKind(ApiKind kind) {
      this.kind = kind;
    }

    synchronized Map<String, LiveObject> byName() throws InterruptedException {
      if (objects == null) {
        Map<String, LiveObject> found = new HashMap<>();
        ObjectNode list = cluster.requests().listMetadata(ApiPath.list(kind, namespace));
        for (JsonNode item : list.path("items")) {
          LiveObject object = new LiveObject(kind, (ObjectNode) item);
          if (!ownership.owns(object.labels())) {
            found.put(object.name(), object);
          }
        }
        objects = found;
      }
      return objects;
    }
  }
}
