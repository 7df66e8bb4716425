package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.function.Consumer;

/** The namespaces of environments. */
public final class Namespaces {
  private static final String RESTRICTED = "pod-security.kubernetes.io/enforce";

  private Namespaces() {}

  /**
   * Makes a namespace where there is none: with the restricted Pod Security standard, and labels
   * that say whose it is. One that is there is left as it is.
   *
   * @param log told when it was made
   * @throws WorkFailedException if it is not there and may not be made, or is just being deleted
   */
  public static void ensure(
      Cluster cluster, String namespace, Ownership ownership, Consumer<String> log)
      throws InterruptedException {
    try {
      Optional<ObjectNode> live = cluster.requests().find("/api/v1/namespaces/" + namespace);
      if (live.isEmpty()) {
        create(cluster, namespace, ownership);
        log.accept("namespace %s made".formatted(namespace));
      } else if (live.get().path("status").path("phase").asText().equals("Terminating")) {
        throw new WorkFailedException(
            "namespace %s is being deleted; deploy again when it is gone".formatted(namespace));
      }
    } catch (KubernetesClientException e) {
      // Who may only work inside of namespaces cannot see them; theirs will be there.
      if (e.getCode() != 403) {
        throw ClusterErrors.of("namespace " + namespace, e);
      }
    }
  }

  private static void create(Cluster cluster, String namespace, Ownership ownership)
      throws InterruptedException {
    ObjectNode body = Requests.JSON.createObjectNode();
    body.put("apiVersion", "v1").put("kind", "Namespace");
    ObjectNode labels = body.putObject("metadata").put("name", namespace).putObject("labels");
    ownership.labels().forEach(labels::put);
    labels.put(RESTRICTED, "restricted");
    String manager = "?fieldManager=" + Ownership.MANAGER;
    try {
      cluster.requests().apply("/api/v1/namespaces/" + namespace + manager, body);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 403) {
        throw e;
      }
      throw new WorkFailedException(
          "namespace %s is not there, and you may not make it; have it made: kubectl create namespace %s"
              .formatted(namespace, namespace),
          e);
    }
  }
}
