package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Objects of test resources, and their pods' end. */
final class RollOutFixture {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "Job");

  private RollOutFixture() {}

  /** Objects of a file with documents of YAML or JSON, in which {@code {NAME}} is replaced. */
  static List<HasMetadata> load(String resource, Map<String, String> values) {
    List<HasMetadata> objects = new ArrayList<>();
    for (String document : text(resource, values).split("(?m)^---$")) {
      objects.add((HasMetadata) YAML.unmarshal(document));
    }
    return objects;
  }

  private static String text(String resource, Map<String, String> values) {
    try (InputStream stream = RollOutFixture.class.getResourceAsStream(resource)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("{" + value.getKey() + "}", value.getValue());
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The workloads among the objects, each a service of its own. */
  static List<Workload> workloads(List<HasMetadata> objects, Function<String, Duration> timeout) {
    return objects.stream()
        .filter(o -> WORKLOADS.contains(o.getKind()))
        .map(o -> o.getMetadata().getName())
        .map(n -> new Workload(n, kind(objects, n), n, timeout.apply(n)))
        .toList();
  }

  private static String kind(List<HasMetadata> objects, String name) {
    return objects.stream()
        .filter(o -> WORKLOADS.contains(o.getKind()) && o.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow()
        .getKind();
  }

  /** Ends all pods of a namespace now, since a graceful end takes up to a minute. */
  static void deletePods(KubernetesClient client, String namespace) {
    var apps = client.apps();
    apps.deployments()
        .inNamespace(namespace)
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    apps.replicaSets()
        .inNamespace(namespace)
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    apps.statefulSets()
        .inNamespace(namespace)
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    client.pods().inNamespace(namespace).withGracePeriod(0).delete();
  }
}
