package io.drover.engine.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;

/** Objects of kinds that no class stands for. */
final class CustomObjects {
  private CustomObjects() {}

  /** An object with a {@code spec}. */
  static GenericKubernetesResource of(
      String apiVersion, String kind, ObjectMeta metadata, Map<String, Object> spec) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(apiVersion);
    object.setKind(kind);
    object.setMetadata(metadata);
    object.setAdditionalProperty("spec", spec);
    return object;
  }
}
