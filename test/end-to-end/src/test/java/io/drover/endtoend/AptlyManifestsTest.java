package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A real API server's opinion on the manifests of aptly; it refuses fields that it does not know.
 */
@NeedsCluster
class AptlyManifestsTest {
  private static final Path FILE = Path.of("aptly-cache/manifests/aptly.yaml");

  @Test
  void theApiServerTakesThem(TestCluster cluster) throws IOException {
    KubernetesClient client = cluster.client();
    PatchContext dryRun =
        new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("drover")
            .withDryRun(List.of("All"))
            .build();
    String text = Files.readString(DroverCommand.root().resolve(FILE));

    List<HasMetadata> taken =
        List.of(text.split("(?m)^---$")).stream()
            .map(one -> client.resource(one).inNamespace(cluster.namespace()).patch(dryRun, one))
            .map(HasMetadata.class::cast)
            .toList();

    assertThat(taken)
        .extracting(HasMetadata::getKind)
        .containsExactly("Service", "StatefulSet", "NetworkPolicy");
  }
}
