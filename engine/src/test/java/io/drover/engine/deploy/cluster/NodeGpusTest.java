package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Resources.Gpu;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeGpusTest {
  private static final NodeGpus NODES =
      NodeGpus.of(
          List.of(
              node("a", Map.of("pool", "build"), Map.of("cpu", "8")),
              node(
                  "b",
                  Map.of("pool", "ml"),
                  Map.of("cpu", "8", "nvidia.com/gpu", "2", "attachable.kubernetes.io/x", "9")),
              node("c", Map.of(), Map.of("nvidia.com/mig-1g.10gb", "7", "nvidia.com/gpu", "0"))));

  private static Node node(String name, Map<String, String> labels, Map<String, String> has) {
    NodeBuilder node =
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .withNewStatus()
            .endStatus();
    has.forEach(
        (resource, amount) ->
            node.editStatus().addToAllocatable(resource, new Quantity(amount)).endStatus());
    return node.build();
  }

  @Test
  void whatSomeNodeHasIsTaken() {
    assertThat(NODES.against(new Gpu("nvidia.com/gpu", 2), Map.of())).isEmpty();
    assertThat(NODES.against(new Gpu("nvidia.com/gpu", 1), Map.of("pool", "ml"))).isEmpty();
    assertThat(NODES.against(new Gpu("nvidia.com/mig-1g.10gb", 7), Map.of())).isEmpty();
  }

  @Test
  void whatNoNodeHasIsRefusedWithWhatThereIs() {
    assertThat(NODES.against(new Gpu("nvidia.com/gpu", 3), Map.of()).orElseThrow())
        .startsWith(
            "no node has 3 of nvidia.com/gpu at once. There is: 2 nvidia.com/gpu on node b;"
                + " 7 nvidia.com/mig-1g.10gb on node c. Change resources.gpu");
    assertThat(NODES.against(new Gpu("nvidia.com/gpu", 1), Map.of("pool", "build")).orElseThrow())
        .contains(
            "no node with the labels pool=build has 1 of nvidia.com/gpu",
            "on node b, without these labels");
    assertThat(NodeGpus.of(List.of()).against(new Gpu("nvidia.com/gpu", 1), Map.of()).orElseThrow())
        .contains("The cluster has no GPU at all");
  }
}
