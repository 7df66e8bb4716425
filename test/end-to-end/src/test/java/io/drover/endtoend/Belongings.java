package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything in a namespace, of every kind that the cluster knows. */
final class Belongings {
  /** Besides the current one, as Drover's Deployments say. */
  private static final int KEPT_REVISIONS = 3;

  /** The record of releases and the lease. */
  private static final Set<String> OWN = Set.of("ConfigMap/drover", "Lease/drover");

  /** What every namespace has. */
  private static final Set<String> CLUSTERS =
      Set.of("ConfigMap/kube-root-ca.crt", "ServiceAccount/default");

  /** What a cluster writes for itself, without an owner, and what only tells of the past. */
  private static final Set<String> DERIVED =
      Set.of("Endpoints", "EndpointSlice", "Event", "PodMetrics");

  private final KubernetesClient client;
  private final String namespace;
  private final List<ResourceDefinitionContext> kinds;

  Belongings(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.kinds = kinds(client);
  }

  private static List<ResourceDefinitionContext> kinds(KubernetesClient client) {
    Stream<String> groups =
        client.getApiGroups().getGroups().stream()
            .map(g -> g.getPreferredVersion().getGroupVersion());
    List<ResourceDefinitionContext> kinds = new ArrayList<>();
    Stream.concat(Stream.of("v1"), groups)
        .forEach(
            version ->
                client.getApiResources(version).getResources().stream()
                    .filter(r -> r.getNamespaced() && r.getVerbs().contains("list"))
                    .map(r -> context(version, r))
                    .forEach(kinds::add));
    return kinds;
  }

  private static ResourceDefinitionContext context(String version, APIResource resource) {
    int slash = version.indexOf('/');
    return new ResourceDefinitionContext.Builder()
        .withGroup(slash < 0 ? "" : version.substring(0, slash))
        .withVersion(version.substring(slash + 1))
        .withKind(resource.getKind())
        .withPlural(resource.getName())
        .withNamespaced(true)
        .build();
  }

  private List<GenericKubernetesResource> all() {
    List<GenericKubernetesResource> all = new ArrayList<>();
    for (ResourceDefinitionContext kind : kinds) {
      client
          .genericKubernetesResources(kind)
          .inNamespace(namespace)
          .list()
          .getItems()
          .forEach(
              object -> {
                object.setKind(kind.getKind());
                all.add(object);
              });
    }
    return all;
  }

  /** Resource versions of all that people or Drover made, but for the lease. */
  Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    all().stream()
        .filter(Belongings::isMade)
        .filter(object -> !object.getKind().equals("Lease"))
        .forEach(object -> versions.put(name(object), object.getMetadata().getResourceVersion()));
    return versions;
  }

  /** Objects that no controller has made of others. */
  private static boolean isMade(HasMetadata object) {
    boolean secretOfAccount =
        object.getKind().equals("Secret") && object.getMetadata().getName().contains("-token-");
    return !DERIVED.contains(object.getKind())
        && !secretOfAccount
        && object.getMetadata().getOwnerReferences().stream()
            .noneMatch(o -> Boolean.TRUE.equals(o.getController()));
  }

  /**
   * Nothing may be there but what manifests ask for, where of each colour there may be one, and
   * what Kubernetes makes of it.
   *
   * @param manifests as {@code drover render} prints them
   */
  void assertExactly(String manifests) {
    Set<String> asked = new TreeSet<>();
    client
        .load(
            new java.io.ByteArrayInputStream(
                manifests.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .items()
        .forEach(object -> asked.add(name(object)));
    List<GenericKubernetesResource> all = all();
    Set<String> made =
        all.stream()
            .filter(Belongings::isMade)
            .map(Belongings::name)
            .collect(Collectors.toCollection(TreeSet::new));
    made.removeAll(OWN);
    made.removeAll(CLUSTERS);
    assertThat(made)
        .allMatch(
            name -> asked.contains(name) || asked.contains(inOtherColour(name)),
            "is asked for by " + asked);
    Set<String> served =
        kinds.stream().map(ResourceDefinitionContext::getKind).collect(Collectors.toSet());
    assertThat(asked.stream().filter(name -> served.contains(name.split("/")[0])))
        .allMatch(
            name ->
                made.contains(name)
                    || made.contains(inOtherColour(name))
                    || name.startsWith("PodDisruptionBudget/"),
            "is one of " + made);
    assertReplicaSets();
  }

  private static String inOtherColour(String name) {
    return name.endsWith("-blue")
        ? name.replaceFirst("-blue$", "-green")
        : name.replaceFirst("-green$", "-blue");
  }

  private void assertReplicaSets() {
    Map<String, List<ReplicaSet>> byOwner =
        client.apps().replicaSets().inNamespace(namespace).list().getItems().stream()
            .collect(Collectors.groupingBy(Belongings::owner));
    byOwner.forEach(
        (owner, sets) -> {
          assertThat(sets)
              .as("ReplicaSets of " + owner)
              .hasSizeLessThanOrEqualTo(KEPT_REVISIONS + 1);
          assertThat(sets.stream().filter(s -> s.getSpec().getReplicas() > 0).count())
              .as("ReplicaSets of %s that have pods", owner)
              .isEqualTo(1);
        });
  }

  private static String owner(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .findFirst()
        .map(OwnerReference::getName)
        .orElse("nobody");
  }

  private static String name(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
