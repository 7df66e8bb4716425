package io.drover.engine.agent.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether a cluster has a node that a pod would fit on if nothing else ran there. */
final class NodeRoom {
  private final KubernetesClient client;

  NodeRoom(KubernetesClient client) {
    this.client = client;
  }

  /** Empty if nodes may not be looked at. */
  Optional<Boolean> isThereFor(Pod pod) {
    try {
      return Optional.of(
          client.nodes().list().getItems().stream().anyMatch(node -> fits(pod, node)));
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  /** Whether it is known that there is no such node. */
  boolean isMissingFor(Pod pod) {
    return isThereFor(pod).filter(there -> !there).isPresent();
  }

  static boolean fits(Pod pod, Node node) {
    Map<String, String> selector = pod.getSpec().getNodeSelector();
    Map<String, String> labels = node.getMetadata().getLabels();
    if (selector != null
        && (labels == null || !labels.entrySet().containsAll(selector.entrySet()))) {
      return false;
    }
    Map<String, Quantity> room = node.getStatus().getAllocatable();
    return asked(pod).entrySet().stream()
        .allMatch(e -> e.getValue().compareTo(amount(room.get(e.getKey()))) <= 0);
  }

  private static Map<String, BigDecimal> asked(Pod pod) {
    Map<String, BigDecimal> sum = new TreeMap<>();
    for (Container container : pod.getSpec().getContainers()) {
      container
          .getResources()
          .getRequests()
          .forEach((name, quantity) -> sum.merge(name, amount(quantity), BigDecimal::add));
    }
    return sum;
  }

  private static BigDecimal amount(Quantity quantity) {
    return quantity == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(quantity);
  }
}
