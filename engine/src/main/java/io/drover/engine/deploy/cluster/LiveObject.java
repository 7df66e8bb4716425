package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.deploy.cluster.rollout.RollOut;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** An object as it stands in the cluster. It is not to be changed. */
public final class LiveObject {
  /** Kinds whose status moves although nobody changes anything. */
  private static final Set<String> MOVING =
      Set.of("CronJob", "HorizontalPodAutoscaler", "PodDisruptionBudget", "ResourceQuota");

  private final ApiKind apiKind;
  private final ObjectNode json;

  /**
   * Takes an object out of an answer.
   *
   * @param json with or without apiVersion and kind, which the items of a list lack
   */
  LiveObject(ApiKind apiKind, ObjectNode json) {
    this.apiKind = apiKind;
    this.json = json;
    json.put("apiVersion", apiKind.apiVersion());
    json.put("kind", apiKind.kind());
  }

  ObjectNode json() {
    return json;
  }

  ApiKind apiKind() {
    return apiKind;
  }

  public String apiVersion() {
    return apiKind.apiVersion();
  }

  public String kind() {
    return apiKind.kind();
  }

  public String name() {
    return json.path("metadata").path("name").asText();
  }

  /** Kind and name as people say them: {@code Deployment web}. */
  public String fullName() {
    return kind() + " " + name();
  }

  /**
   * Changes whenever anybody changes the object. Of its status only where a deployment looks at
   * that or nothing else than a change moves it.
   */
  String state() {
    if (!MOVING.contains(kind())) {
      return uid() + " " + json.path("metadata").path("resourceVersion").asText();
    }
    ObjectNode asked = json.deepCopy();
    asked.remove("status");
    Applicable.metadata(asked).remove(List.of("managedFields", "resourceVersion"));
    return asked + " " + OwnedFields.of(json).text();
  }

  String uid() {
    return json.path("metadata").path("uid").asText();
  }

  /** Its labels; empty when it has none. */
  public SortedMap<String, String> labels() {
    SortedMap<String, String> labels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : json.path("metadata").path("labels").properties()) {
      labels.put(label.getKey(), label.getValue().asText());
    }
    return Collections.unmodifiableSortedMap(labels);
  }

  /** The labels by which a Service finds its pods. */
  SortedMap<String, String> selector() {
    SortedMap<String, String> selector = new TreeMap<>();
    json.path("spec")
        .path("selector")
        .properties()
        .forEach(label -> selector.put(label.getKey(), label.getValue().asText()));
    return selector;
  }

  /** What Drover had applied of a Service, but with another label to find its pods by. */
  GenericKubernetesResource ownedWithSelector(String label, String value) {
    ObjectNode owned = OwnedFields.of(json).extract(json);
    ((ObjectNode) owned.path("spec").path("selector")).put(label, value);
    return Requests.TYPES.convertValue(owned, GenericKubernetesResource.class);
  }

  /** Whether a controller made it, as a Deployment makes ReplicaSets, which copy its labels. */
  boolean isControlled() {
    return StreamSupport.stream(json.path("metadata").path("ownerReferences").spliterator(), false)
        .anyMatch(owner -> owner.path("controller").asBoolean());
  }

  /** Whether it is a Job that has given up, and does nothing any more. */
  boolean isFailedJob() {
    return kind().equals("Job")
        && StreamSupport.stream(json.path("status").path("conditions").spliterator(), false)
            .anyMatch(
                c ->
                    c.path("type").asText().equals("Failed")
                        && c.path("status").asText().equals("True"));
  }

  /** Whether it is no workload, or one that needs no waiting; see {@link RollOut#isDone}. */
  boolean isDone() {
    return isPlainlyDone() || RollOut.isDone(resource());
  }

  /** What nearly all Deployments of a deployment without changes look like. */
  private boolean isPlainlyDone() {
    JsonNode status = json.path("status");
    int wanted = json.path("spec").path("replicas").asInt(1);
    return kind().equals("Deployment")
        && status.path("observedGeneration").asLong(-1)
            == json.path("metadata").path("generation").asLong()
        && status.path("replicas").asInt() == wanted
        && status.path("updatedReplicas").asInt() == wanted
        && status.path("availableReplicas").asInt() == wanted;
  }

  /** Who made it, as the API server remembers. */
  Optional<String> maker() {
    return StreamSupport.stream(json.path("metadata").path("managedFields").spliterator(), false)
        .min((a, b) -> a.path("time").asText().compareTo(b.path("time").asText()))
        .map(entry -> entry.path("manager").asText());
  }

  /** The same as fabric8's type. */
  public GenericKubernetesResource resource() {
    return Requests.TYPES.convertValue(json, GenericKubernetesResource.class);
  }
}
