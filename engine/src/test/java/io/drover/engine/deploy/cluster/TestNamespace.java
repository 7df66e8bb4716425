package io.drover.engine.deploy.cluster;

import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A namespace of its own in the cluster that the tests were given. */
final class TestNamespace implements AutoCloseable {
  static final Ownership OWNERSHIP = new Ownership("shop", "dev");

  private static final KubernetesSerialization TYPES = new KubernetesSerialization();

  final Cluster cluster;
  final String name;

  TestNamespace() throws InterruptedException {
    this("apply-" + UUID.randomUUID().toString().substring(0, 8));
    cluster
        .client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  /** One that is not there yet. */
  TestNamespace(String name) throws InterruptedException {
    this.cluster = Cluster.connect(access());
    this.name = name;
  }

  static ClusterAccess access() {
    return new ClusterAccess(Optional.of(Path.of(kubeconfig())), Optional.empty());
  }

  static String kubeconfig() {
    String own = System.getenv("DROVER_TEST_KUBECONFIG");
    return own == null ? System.getenv("KUBECONFIG") : own;
  }

  Inventory inventory(List<? extends HasMetadata> desired) throws InterruptedException {
    List<ApiKind> kinds = Inventory.kinds(cluster, desired, List.of());
    return Inventory.list(cluster, name, OWNERSHIP, kinds);
  }

  Applier applier(List<? extends HasMetadata> desired, ApplySettings settings)
      throws InterruptedException {
    return new Applier(cluster, name, OWNERSHIP, inventory(desired), settings, () -> {});
  }

  List<Applied> apply(List<? extends HasMetadata> desired) throws InterruptedException {
    return applier(desired, ApplySettings.DEFAULT).apply(desired, object -> 0);
  }

  Applied apply(HasMetadata desired) throws InterruptedException {
    return apply(List.of(desired)).get(0);
  }

  /** A live object, as the API server has it now. */
  LiveObject live(HasMetadata desired) throws InterruptedException {
    ApiKind kind = cluster.kind(desired.getApiVersion(), desired.getKind()).orElseThrow();
    String path = ApiPath.object(kind, name, desired.getMetadata().getName());
    return new LiveObject(kind, cluster.requests().get(path));
  }

  String resourceVersion(HasMetadata desired) throws InterruptedException {
    return live(desired).json().path("metadata").path("resourceVersion").asText();
  }

  /** An object from YAML, with the labels of the test's environment. */
  static HasMetadata object(String yaml) {
    HasMetadata object = (HasMetadata) TYPES.unmarshal("---\n" + yaml);
    Map<String, String> labels = new TreeMap<>(OWNERSHIP.labels());
    if (object.getMetadata().getLabels() != null) {
      labels.putAll(object.getMetadata().getLabels());
    }
    object.getMetadata().setLabels(labels);
    return object;
  }

  @Override
  public void close() {
    cluster.client().namespaces().withName(name).delete();
    cluster.close();
  }
}
