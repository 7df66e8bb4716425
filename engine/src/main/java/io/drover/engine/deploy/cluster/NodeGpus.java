package io.drover.engine.deploy.cluster;

import io.drover.config.model.Resources.Gpu;
import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The GPUs, and whatever else is counted like them, that the nodes of a cluster have. What they
 * lack, no waiting brings.
 */
public final class NodeGpus {
  private static final int MOST_NODES = 8;

  private final Optional<List<Node>> nodes;

  private NodeGpus(Optional<List<Node>> nodes) {
    this.nodes = nodes;
  }

  /**
   * Looks at the nodes once. Where that is not allowed nothing is known, and nothing is refused.
   *
   * @throws WorkFailedException if the cluster does not answer
   */
  public static NodeGpus of(KubernetesClient client) {
    try {
      return new NodeGpus(Optional.of(client.nodes().list().getItems()));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return new NodeGpus(Optional.empty());
      }
      throw ClusterErrors.of("nodes of the cluster", e);
    }
  }

  static NodeGpus of(List<Node> nodes) {
    return new NodeGpus(Optional.of(nodes));
  }

  /**
   * Why a pod will never run.
   *
   * @param gpu what it asks for
   * @param selector labels that its node must have
   * @return what it asks for, and what the nodes have; empty if one of them has enough when nothing
   *     else runs there, or nobody may know
   */
  public Optional<String> against(Gpu gpu, Map<String, String> selector) {
    if (nodes.isEmpty() || nodes.get().stream().anyMatch(n -> has(n, gpu, selector))) {
      return Optional.empty();
    }
    String which =
        selector.isEmpty()
            ? ""
            : selector.entrySet().stream()
                .map(Object::toString)
                .collect(Collectors.joining(",", " with the labels ", ""));
    return Optional.of(
        "no node%s has %d of %s at once. %s. Change resources.gpu, or give the cluster such a node; where an autoscaler brings them, its settings say gpus.on_demand"
            .formatted(which, gpu.count(), gpu.type(), inventory(selector)));
  }

  private static boolean has(Node node, Gpu gpu, Map<String, String> selector) {
    BigDecimal there = counted(node).getOrDefault(gpu.type(), BigDecimal.ZERO);
    return isSelected(node, selector) && there.compareTo(BigDecimal.valueOf(gpu.count())) >= 0;
  }

  private static boolean isSelected(Node node, Map<String, String> selector) {
    Map<String, String> labels = node.getMetadata().getLabels();
    return selector.isEmpty()
        || labels != null && labels.entrySet().containsAll(selector.entrySet());
  }

  /** Extended resources have a domain, and others of that form are Kubernetes' own. */
  private static Map<String, BigDecimal> counted(Node node) {
    Map<String, BigDecimal> counted = new TreeMap<>();
    Map<String, Quantity> room = node.getStatus().getAllocatable();
    (room == null ? Map.<String, Quantity>of() : room)
        .forEach(
            (name, quantity) -> {
              BigDecimal amount = Quantity.getAmountInBytes(quantity);
              boolean extended = name.contains("/") && !name.contains("kubernetes.io/");
              if (extended && amount.signum() > 0) {
                counted.put(name, amount);
              }
            });
    return counted;
  }

  private String inventory(Map<String, String> selector) {
    List<Node> with = nodes.get().stream().filter(n -> !counted(n).isEmpty()).toList();
    if (with.isEmpty()) {
      return "The cluster has no GPU at all (nodes: %d)".formatted(nodes.get().size());
    }
    String list =
        with.stream()
            .limit(MOST_NODES)
            .map(n -> words(n, selector))
            .collect(Collectors.joining("; "));
    int more = with.size() - MOST_NODES;
    return "There is: " + list + (more > 0 ? "; and on %d more nodes".formatted(more) : "");
  }

  private static String words(Node node, Map<String, String> selector) {
    String amounts =
        counted(node).entrySet().stream()
            .map(e -> e.getValue().toPlainString() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    String not = isSelected(node, selector) ? "" : ", without these labels";
    return "%s on node %s%s".formatted(amounts, node.getMetadata().getName(), not);
  }
}
