package io.drover.engine.deploy.cluster;

import io.drover.engine.deploy.Parallel;
import io.drover.engine.deploy.cluster.rollout.Observed;
import io.drover.engine.deploy.cluster.rollout.RollOut;
import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a status is told from: one LIST for each kind, however many services there are. */
final class LiveObjects {
  static final List<Class<? extends HasMetadata>> KINDS =
      List.of(Deployment.class, StatefulSet.class, Service.class, Ingress.class);

  /** Asked for only when something is not as it should be. */
  static final List<Class<? extends HasMetadata>> KINDS_OF_REASONS =
      List.of(ReplicaSet.class, Pod.class, Event.class);

  /** Kinds that lead hosts to services, and the field with the hosts; see the record of kinds. */
  private static final Map<String, String> ROUTES =
      Map.of("HTTPRoute", "hostnames", "VirtualService", "hosts");

  /** By kind and service, each in the order of names. */
  private final Map<String, Map<String, List<HasMetadata>>> objects = new HashMap<>();

  private final Observed observed;

  LiveObjects(List<? extends HasMetadata> all) {
    all.forEach(
        object ->
            objects
                .computeIfAbsent(object.getKind(), kind -> new HashMap<>())
                .computeIfAbsent(
                    label(object, Ownership.INSTANCE).orElse(""), service -> new ArrayList<>())
                .add(object));
    this.observed = Observed.of(all);
  }

  /**
   * Lists what carries the labels of an environment.
   *
   * @param kinds further kinds that Drover has written there, as {@code apiVersion/Kind}
   */
  static LiveObjects list(
      KubernetesClient client, String namespace, Ownership ownership, Set<String> kinds)
      throws InterruptedException {
    List<HasMetadata> all = new ArrayList<>();
    list(client, KINDS, namespace, ownership).forEach(all::addAll);
    for (String kind : routes(kinds)) {
      all.addAll(items(routes(client, kind), namespace, ownership.labels()));
    }
    if (!isDone(all)) {
      list(client, KINDS_OF_REASONS, namespace, ownership).forEach(all::addAll);
    }
    return new LiveObjects(all);
  }

  /** Those of the kinds that lead hosts to services. */
  static List<String> routes(Set<String> kinds) {
    return kinds.stream()
        .filter(kind -> ROUTES.containsKey(kind.substring(kind.lastIndexOf('/') + 1)))
        .sorted()
        .toList();
  }

  /** The objects of such a kind. */
  static MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      routes(KubernetesClient client, String kind) {
    int slash = kind.lastIndexOf('/');
    return client.genericKubernetesResources(kind.substring(0, slash), kind.substring(slash + 1));
  }

  /** Whether all workloads among them are as they were asked for. */
  static boolean isDone(Collection<? extends HasMetadata> all) {
    return all.stream()
        .filter(o -> o instanceof Deployment || o instanceof StatefulSet)
        .allMatch(o -> RollOut.isDone(o));
  }

  /** The labels that objects of a kind carry which belong to an environment. */
  static Map<String, String> labels(Class<? extends HasMetadata> kind, Ownership ownership) {
    return kind == Event.class ? Map.of() : ownership.labels();
  }

  private static List<List<? extends HasMetadata>> list(
      KubernetesClient client,
      List<Class<? extends HasMetadata>> kinds,
      String namespace,
      Ownership ownership)
      throws InterruptedException {
    return Parallel.map(kinds, kind -> list(client, kind, namespace, ownership));
  }

  private static <T extends HasMetadata> List<T> list(
      KubernetesClient client, Class<T> kind, String namespace, Ownership ownership) {
    return items(client.resources(kind), namespace, labels(kind, ownership));
  }

  private static <T extends HasMetadata> List<T> items(
      MixedOperation<T, ? extends KubernetesResourceList<T>, Resource<T>> resources,
      String namespace,
      Map<String, String> labels) {
    try {
      return resources.inNamespace(namespace).withLabels(labels).list().getItems();
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of("could not see what runs in namespace " + namespace, e);
    }
  }

  /** The objects of one kind that belong to a service. */
  <T extends HasMetadata> List<T> of(String service, Class<T> type) {
    return of(service, type.getSimpleName()).map(type::cast).toList();
  }

  private Stream<HasMetadata> of(String service, String kind) {
    return objects.getOrDefault(kind, Map.of()).getOrDefault(service, List.of()).stream();
  }

  /** The hosts that lead to a service, by kind of their routes. */
  List<String> hosts(String service) {
    Stream<String> ofIngresses =
        of(service, Ingress.class).stream()
            .filter(ingress -> ingress.getSpec() != null)
            .flatMap(ingress -> ingress.getSpec().getRules().stream())
            .map(IngressRule::getHost);
    Stream<String> ofOthers =
        ROUTES.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(
                route ->
                    of(service, route.getKey())
                        .flatMap(object -> texts(object, "spec", route.getValue())));
    return Stream.concat(ofIngresses, ofOthers).filter(Objects::nonNull).distinct().toList();
  }

  private static Stream<String> texts(HasMetadata object, String... path) {
    Object list = ((GenericKubernetesResource) object).get((Object[]) path);
    return list instanceof List<?> all ? all.stream().map(String::valueOf) : Stream.empty();
  }

  /** The services that anything runs of, by name. */
  List<String> running() {
    return Stream.of("Deployment", "StatefulSet")
        .flatMap(kind -> objects.getOrDefault(kind, Map.of()).keySet().stream())
        .filter(name -> !name.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /** All of them as a roll-out sees them. */
  Observed observed() {
    return observed;
  }

  static Optional<String> label(HasMetadata object, String name) {
    return Optional.ofNullable(object.getMetadata().getLabels()).map(labels -> labels.get(name));
  }
}
