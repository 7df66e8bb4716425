package io.drover.engine.agent.kubernetes;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pod that this process runs in. What a task makes in the cluster belongs to it: when the pod
 * is deleted, as Jenkins does with a build that is ended, the cluster removes the rest.
 *
 * @param namespace its namespace
 * @param name its name
 * @param uid what tells it from a later one of the same name
 */
public record OwnPod(String namespace, String name, String uid) {
  private static final String NAMESPACE = "DROVER_POD_NAMESPACE";
  private static final String NAME = "DROVER_POD_NAME";
  private static final String UID = "DROVER_POD_UID";

  /**
   * The pod as the variables of {@link #variables} tell it.
   *
   * @return empty where they are not set
   */
  public static Optional<OwnPod> of(Map<String, String> environment) {
    OwnPod pod =
        new OwnPod(
            environment.getOrDefault(NAMESPACE, ""),
            environment.getOrDefault(NAME, ""),
            environment.getOrDefault(UID, ""));
    return Optional.of(pod)
        .filter(p -> !p.namespace.isEmpty() && !p.name.isEmpty() && !p.uid.isEmpty());
  }

  /** What a container has to be given, so that it knows its pod. */
  static List<EnvVar> variables() {
    return List.of(
        variable(NAMESPACE, "metadata.namespace"),
        variable(NAME, "metadata.name"),
        variable(UID, "metadata.uid"));
  }

  private static EnvVar variable(String name, String field) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef("v1", field)
        .endValueFrom()
        .build();
  }

  /**
   * Whether it is a pod of that cluster. In another one, what belongs to it would be removed at
   * once, as its owner is not there.
   */
  public boolean isIn(KubernetesClient client) {
    try {
      Pod found = client.pods().inNamespace(namespace).withName(name).get();
      return found != null && uid.equals(found.getMetadata().getUid());
    } catch (KubernetesClientException e) {
      // Who may not see pods here does not make any, either.
      return false;
    }
  }

  /** What makes an object of the same namespace go with the pod. */
  OwnerReference reference() {
    return new OwnerReferenceBuilder()
        .withApiVersion("v1")
        .withKind("Pod")
        .withName(name)
        .withUid(uid)
        .build();
  }
}
