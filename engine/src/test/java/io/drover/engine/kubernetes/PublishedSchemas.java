package io.drover.engine.kubernetes;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;

/**
 * Kubernetes' published OpenAPI schemas, in the form of the classes that the Kubernetes project
 * makes of them for its own Java client: they know which fields there are and which must be there,
 * at every depth.
 */
final class PublishedSchemas {
  private static final String PACKAGE = "io.kubernetes.client.openapi.models.";
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("v1/Service", "V1Service"),
          Map.entry("v1/ConfigMap", "V1ConfigMap"),
          Map.entry("v1/Secret", "V1Secret"),
          Map.entry("v1/PersistentVolumeClaim", "V1PersistentVolumeClaim"),
          Map.entry("v1/ResourceQuota", "V1ResourceQuota"),
          Map.entry("apps/v1/Deployment", "V1Deployment"),
          Map.entry("apps/v1/StatefulSet", "V1StatefulSet"),
          Map.entry("batch/v1/Job", "V1Job"),
          Map.entry("batch/v1/CronJob", "V1CronJob"),
          Map.entry("policy/v1/PodDisruptionBudget", "V1PodDisruptionBudget"),
          Map.entry("autoscaling/v2/HorizontalPodAutoscaler", "V2HorizontalPodAutoscaler"),
          Map.entry("networking.k8s.io/v1/Ingress", "V1Ingress"));

  private PublishedSchemas() {}

  /** Whether an object's kind is one of Kubernetes itself. */
  static boolean know(HasMetadata object) {
    return CLASSES.containsKey(key(object));
  }

  private static String key(HasMetadata object) {
    return object.getApiVersion() + "/" + object.getKind();
  }

  /** What is wrong with an object. */
  static Optional<String> check(HasMetadata object) {
    return check(key(object), Serialization.asJson(object));
  }

  /** What is wrong with the JSON of an object. */
  static Optional<String> check(String kind, String json) {
    try {
      Class.forName(PACKAGE + CLASSES.get(kind))
          .getMethod("validateJsonElement", JsonElement.class)
          .invoke(null, JsonParser.parseString(json));
      return Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.of(String.valueOf(e.getCause()));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
