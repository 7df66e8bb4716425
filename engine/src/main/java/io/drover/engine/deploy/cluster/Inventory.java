package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.Parallel;
import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What Drover has made in a namespace, as it stood at one moment. */
public final class Inventory {
  /** What Drover may have written in an earlier release; of one kind only the first version. */
  private static final List<List<String>> BUILT_IN =
      List.of(
          List.of("v1/ConfigMap"),
          List.of("v1/Secret"),
          List.of("v1/Service"),
          List.of("v1/PersistentVolumeClaim"),
          List.of("v1/ResourceQuota"),
          List.of("apps/v1/Deployment"),
          List.of("apps/v1/StatefulSet"),
          List.of("batch/v1/Job"),
          List.of("batch/v1/CronJob", "batch/v1beta1/CronJob"),
          List.of("networking.k8s.io/v1/Ingress"),
          List.of("policy/v1/PodDisruptionBudget", "policy/v1beta1/PodDisruptionBudget"),
          List.of(
              "autoscaling/v2/HorizontalPodAutoscaler", "autoscaling/v1/HorizontalPodAutoscaler"));

  private final Set<ApiKind> listed;
  private final SortedMap<Key, LiveObject> objects;
  private final SortedMap<String, WorkFailedException> forbidden;

  private Inventory(
      Set<ApiKind> listed,
      SortedMap<Key, LiveObject> objects,
      SortedMap<String, WorkFailedException> forbidden) {
    this.listed = listed;
    this.objects = Collections.unmodifiableSortedMap(objects);
    this.forbidden = Collections.unmodifiableSortedMap(forbidden);
  }

  /** An object's place in a namespace; the version of its API does not matter. */
  record Key(String group, String kind, String name) implements Comparable<Key> {
    static Key of(HasMetadata object) {
      String apiVersion = object.getApiVersion();
      int slash = apiVersion.indexOf('/');
      String group = slash < 0 ? "" : apiVersion.substring(0, slash);
      return new Key(group, object.getKind(), object.getMetadata().getName());
    }

    static Key of(LiveObject object) {
      return new Key(object.apiKind().group(), object.kind(), object.name());
    }

    @Override
    public int compareTo(Key other) {
      int byKind = kind.compareTo(other.kind);
      int byName = byKind != 0 ? byKind : name.compareTo(other.name);
      return byName != 0 ? byName : group.compareTo(other.group);
    }
  }

  /**
   * Lists what carries the labels of an environment: one LIST for each kind, several at once.
   *
   * @param kinds those to look for; those that live in no namespace are left out
   * @throws WorkFailedException if a kind may not be listed
   */
  public static Inventory list(
      Cluster cluster, String namespace, Ownership ownership, Collection<ApiKind> kinds)
      throws InterruptedException {
    Inventory inventory = listAllowed(cluster, namespace, ownership, kinds);
    for (WorkFailedException trouble : inventory.forbidden.values()) {
      throw trouble;
    }
    return inventory;
  }

  /** As {@link #list}, but without the kinds that may not be listed: see {@link #forbidden}. */
  static Inventory listAllowed(
      Cluster cluster, String namespace, Ownership ownership, Collection<ApiKind> kinds)
      throws InterruptedException {
    List<ApiKind> listed = kinds.stream().filter(ApiKind::namespaced).distinct().toList();
    SortedMap<Key, LiveObject> objects = new TreeMap<>();
    SortedMap<String, WorkFailedException> forbidden = new TreeMap<>();
    for (OfKind found :
        Parallel.map(Cluster.PARALLEL, listed, kind -> list(cluster, namespace, ownership, kind))) {
      found.objects().forEach(object -> objects.putIfAbsent(Key.of(object), object));
      found.forbidden().ifPresent(e -> forbidden.put(name(found.kind()), e));
    }
    return new Inventory(Set.copyOf(listed), objects, forbidden);
  }

  /** With what was listed of further kinds. */
  Inventory withAll(Inventory further) {
    SortedMap<Key, LiveObject> all = new TreeMap<>(further.objects);
    all.putAll(objects);
    SortedMap<String, WorkFailedException> troubles = new TreeMap<>(further.forbidden);
    troubles.putAll(forbidden);
    Set<ApiKind> both = new HashSet<>(listed);
    both.addAll(further.listed);
    return new Inventory(both, all, troubles);
  }

  private record OfKind(
      ApiKind kind, List<LiveObject> objects, Optional<WorkFailedException> forbidden) {}

  private static OfKind list(Cluster cluster, String namespace, Ownership ownership, ApiKind kind)
      throws InterruptedException {
    try {
      // Without a limit and a resource version: all of them at once, and as they stand now. From
      // the API server's cache a change of a moment ago could be missing.
      ObjectNode list = cluster.requests().get(ApiPath.list(kind, namespace, ownership.selector()));
      List<LiveObject> objects = new ArrayList<>();
      for (JsonNode item : list.path("items")) {
        if (item instanceof ObjectNode object) {
          objects.add(new LiveObject(kind, object));
        }
      }
      return new OfKind(kind, objects, Optional.empty());
    } catch (KubernetesClientException e) {
      WorkFailedException trouble =
          ClusterErrors.of("%s in namespace %s".formatted(kind.plural(), namespace), e);
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw trouble;
      }
      return new OfKind(kind, List.of(), Optional.of(trouble));
    }
  }

  private static String name(ApiKind kind) {
    return kind.group() + "/" + kind.kind();
  }

  /**
   * The kinds in which something of an environment may stand: those of the objects, and the
   * built-in ones that Drover writes, which earlier releases may have left; as far as the cluster
   * serves them.
   *
   * @param desired what shall be there
   * @param others further kinds, as {@code apiVersion/Kind}: those that earlier releases had
   */
  public static List<ApiKind> kinds(
      Cluster cluster, Collection<? extends HasMetadata> desired, Collection<String> others)
      throws InterruptedException {
    Set<List<String>> candidates = new LinkedHashSet<>();
    desired.forEach(o -> candidates.add(List.of(o.getApiVersion() + "/" + o.getKind())));
    candidates.addAll(BUILT_IN);
    others.forEach(kind -> candidates.add(List.of(kind)));
    Map<String, ApiKind> kinds = new LinkedHashMap<>();
    for (Optional<ApiKind> found :
        Parallel.map(Cluster.PARALLEL, List.copyOf(candidates), names -> served(cluster, names))) {
      found.ifPresent(kind -> kinds.putIfAbsent(name(kind), kind));
    }
    return List.copyOf(kinds.values());
  }

  /** Whether a kind, as {@code apiVersion/Kind}, is always looked for. */
  static boolean isBuiltIn(String kind) {
    return BUILT_IN.stream().anyMatch(versions -> versions.contains(kind));
  }

  /** Those kinds, given as {@code apiVersion/Kind}, that the cluster serves. */
  static List<ApiKind> served(Cluster cluster, Set<String> kinds) throws InterruptedException {
    List<ApiKind> served = new ArrayList<>();
    for (String kind : kinds) {
      served(cluster, List.of(kind)).ifPresent(served::add);
    }
    return served;
  }

  private static Optional<ApiKind> served(Cluster cluster, List<String> names)
      throws InterruptedException {
    for (String name : names) {
      int slash = name.lastIndexOf('/');
      Optional<ApiKind> kind = cluster.kind(name.substring(0, slash), name.substring(slash + 1));
      if (kind.isPresent()) {
        return kind;
      }
    }
    return Optional.empty();
  }

  /** Why objects of this one's kind may not be listed; empty if they may be. */
  Optional<WorkFailedException> forbidden(HasMetadata desired) {
    Key key = Key.of(desired);
    return Optional.ofNullable(forbidden.get(key.group() + "/" + key.kind()));
  }

  /** Why kinds may not be listed; nothing is known of what stands there of them. */
  List<WorkFailedException> forbidden() {
    return List.copyOf(forbidden.values());
  }

  /** The live object of the same kind and name. */
  public Optional<LiveObject> live(HasMetadata desired) {
    return Optional.ofNullable(objects.get(Key.of(desired)));
  }

  /**
   * A live object.
   *
   * @param group of its API; empty for the core's
   */
  Optional<LiveObject> live(String group, String kind, String name) {
    return Optional.ofNullable(objects.get(new Key(group, kind, name)));
  }

  /** What was looked for, whether it may be listed or not. */
  Set<ApiKind> listed() {
    return listed;
  }

  /** All objects, by kind and name. */
  public List<LiveObject> objects() {
    return List.copyOf(objects.values());
  }
}
