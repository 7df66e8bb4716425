package io.drover.engine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real API server's opinion on every object of the golden cases that it has a kind for. */
@NeedsCluster
class DryRunTest {
  private final Map<String, Boolean> served = new HashMap<>();

  @Test
  void theApiServerTakesWhatItServes(TestCluster cluster, @TempDir Path folder) throws IOException {
    KubernetesClient client = cluster.client();
    int minor =
        Integer.parseInt(client.getKubernetesVersion().getMinor().replaceAll("[^0-9].*", ""));
    List<String> refused = new ArrayList<>();
    int taken = 0;
    for (GoldenCase golden : GoldenCase.all()) {
      if (!Files.exists(golden.expected(false))) {
        continue;
      }
      for (HasMetadata object : golden.render(folder, minor).objects()) {
        if (!isServed(client, object)) {
          continue;
        }
        object.getMetadata().setNamespace(cluster.namespace());
        try {
          client.resource(object).patch(dryRun());
          taken++;
        } catch (KubernetesClientException e) {
          refused.add(golden + ": " + object.getKind() + ": " + e.getMessage());
        }
      }
    }
    assertThat(refused).isEmpty();
    assertThat(taken).isGreaterThan(50);
  }

  private boolean isServed(KubernetesClient client, HasMetadata object) {
    return served.computeIfAbsent(
        object.getApiVersion() + "/" + object.getKind(),
        key -> client.supports(object.getApiVersion(), object.getKind()));
  }

  private static PatchContext dryRun() {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager("drover")
        .withForce(false)
        .withDryRun(List.of("All"))
        .build();
  }
}
