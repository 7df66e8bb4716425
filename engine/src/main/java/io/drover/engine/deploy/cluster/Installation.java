package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.Parallel;
import io.drover.engine.deploy.cluster.Applied.Result;
import io.drover.engine.deploy.cluster.ObjectDiff.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A team's namespaces and what stands in them before anything is deployed. Written by server-side
 * apply with the field manager {@code drover}; what is already as wanted is not sent, and nothing
 * is ever deleted.
 */
public final class Installation {
  /** The label of a namespace that says which team's it is. */
  public static final String TEAM = "drover/team";

  private static final String WHO_MAY = "which administrators of the cluster have";

  private final Cluster cluster;
  private final String team;
  private final ApplySettings settings;

  /**
   * @param team whose namespaces these are
   * @param settings whether namespaces without a team may be taken, and fields of others
   */
  public Installation(Cluster cluster, String team, ApplySettings settings) {
    this.cluster = cluster;
    this.team = team;
    this.settings = settings;
  }

  /**
   * Brings the objects to what is asked for, namespaces first. One that the cluster refuses stops
   * no other, unless it is a namespace.
   *
   * @param desired each with its namespace
   * @return namespaces, then the others in the same order
   * @throws WorkFailedException if a namespace is not the team's, and nothing was written then; or
   *     if one cannot be made; or if the cluster is away
   */
  public List<Applied> apply(List<HasMetadata> desired) throws InterruptedException {
    checkOwners(desired);
    List<Applied> results = new ArrayList<>();
    for (HasMetadata namespace : namespaces(desired)) {
      Applied applied = apply(namespace);
      if (applied.result() == Result.FAILED) {
        throw new WorkFailedException(applied.name() + ": " + applied.reason().orElseThrow());
      }
      results.add(applied);
    }
    results.addAll(Parallel.map(Cluster.PARALLEL, others(desired), this::apply));
    return List.copyOf(results);
  }

  /**
   * What {@link #apply} would change, by the API server's own dry run. Nothing is written.
   *
   * @return in the order of the objects, named {@code namespace/name}; empty: nothing to do
   * @throws WorkFailedException if a namespace is not the team's, or the cluster is away
   */
  public List<ObjectDiff> diff(List<HasMetadata> desired) throws InterruptedException {
    checkOwners(desired);
    return Parallel.map(Cluster.PARALLEL, desired, this::diffOf).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<HasMetadata> namespaces(List<HasMetadata> objects) {
    return objects.stream().filter(Installation::isNamespace).toList();
  }

  private static List<HasMetadata> others(List<HasMetadata> objects) {
    return objects.stream().filter(object -> !isNamespace(object)).toList();
  }

  /** An object and what stands in its place. */
  private record Place(ApiKind kind, Writer writer, ObjectNode wanted, Optional<LiveObject> live) {
    boolean differs() {
      return live.map(LiveObject::json)
          .filter(json -> !OwnedFields.of(json).differs(wanted, json))
          .isEmpty();
    }

    Optional<ObjectNode> before() {
      return live.map(LiveObject::json);
    }
  }

  private Optional<Place> place(HasMetadata object) throws InterruptedException {
    Optional<ApiKind> kind = cluster.kind(object.getApiVersion(), object.getKind());
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    String namespace = Optional.ofNullable(object.getMetadata().getNamespace()).orElse("");
    ObjectNode wanted = Applicable.of(object, namespace);
    if (!kind.get().namespaced()) {
      Applicable.metadata(wanted).remove("namespace");
    }
    Writer writer = new Writer(cluster, namespace, () -> {});
    String name = object.getMetadata().getName();
    return Optional.of(new Place(kind.get(), writer, wanted, writer.find(kind.get(), name)));
  }

  private Applied apply(HasMetadata object) throws InterruptedException {
    Optional<LiveObject> before = Optional.empty();
    try {
      Optional<Place> place = place(object);
      if (place.isEmpty()) {
        return failed(object, notServed(object), before);
      }
      before = place.get().live();
      return new Applied(object, write(place.get()), Optional.empty(), before);
    } catch (KubernetesClientException e) {
      return failed(object, reason(object, e), before);
    }
  }

  private Result write(Place place) throws InterruptedException {
    if (!place.differs()) {
      return Result.UNCHANGED;
    }
    ObjectNode after =
        place.writer().write(place.kind(), place.wanted(), force(place), place.live());
    if (place.live().isEmpty()) {
      return Result.CREATED;
    }
    return Normalized.same(place.before().get(), after) ? Result.UNCHANGED : Result.CHANGED;
  }

  private Optional<ObjectDiff> diffOf(HasMetadata object) throws InterruptedException {
    try {
      Optional<Place> place = place(object);
      return place.isEmpty()
          ? Optional.of(diff(object, Change.REFUSED, List.of(notServed(object))))
          : changes(object, place.get());
    } catch (KubernetesClientException e) {
      return Optional.of(diff(object, Change.REFUSED, List.of(reason(object, e))));
    }
  }

  private Optional<ObjectDiff> changes(HasMetadata object, Place place)
      throws InterruptedException {
    if (!place.differs()) {
      return Optional.empty();
    }
    Optional<ObjectNode> before = place.before();
    ObjectNode after = after(place);
    if (before.filter(live -> Normalized.same(live, after)).isPresent()) {
      return Optional.empty();
    }
    Change change = before.isPresent() ? Change.CHANGED : Change.CREATED;
    return Optional.of(diff(object, change, ObjectText.diff(before, Optional.of(after))));
  }

  /** What would stand there; in a namespace that is not there yet, what was asked for. */
  private ObjectNode after(Place place) throws InterruptedException {
    try {
      return place.writer().dryRun(place.kind(), place.wanted(), force(place));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && place.live().isEmpty()) {
        return place.wanted();
      }
      throw e;
    }
  }

  private boolean force(Place place) {
    return settings.forceConflicts() || settings.adopt() && isNamespace(place.wanted());
  }

  private static ObjectDiff diff(HasMetadata object, Change change, List<String> lines) {
    String namespace = object.getMetadata().getNamespace();
    String name = object.getMetadata().getName();
    return new ObjectDiff(
        object.getKind(), namespace == null ? name : namespace + "/" + name, change, lines);
  }

  private static Applied failed(HasMetadata object, String why, Optional<LiveObject> before) {
    return new Applied(object, Result.FAILED, Optional.of(why), before);
  }

  private String notServed(HasMetadata object) {
    return cluster.notServed(object.getApiVersion(), object.getKind());
  }

  /**
   * Why the cluster does not take an object.
   *
   * @throws WorkFailedException if it would not take any other either
   */
  private String reason(HasMetadata object, KubernetesClientException e) {
    if (ClusterErrors.concernsTheConnection(e)) {
      throw ClusterErrors.of("cluster " + cluster.name(), e);
    }
    return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
        ? ClusterErrors.forbidden(e, WHO_MAY)
        : Refusals.reason(e, Applicable.of(object, ""));
  }

  /** Whoever may write into a namespace by this command might else be anybody's. */
  private void checkOwners(List<HasMetadata> desired) throws InterruptedException {
    List<String> refused = new ArrayList<>();
    for (HasMetadata namespace : namespaces(desired)) {
      live(namespace).flatMap(this::whyNot).ifPresent(refused::add);
    }
    if (!refused.isEmpty()) {
      throw new WorkFailedException(String.join("; ", refused) + ". Nothing was written");
    }
  }

  private Optional<LiveObject> live(HasMetadata namespace) throws InterruptedException {
    try {
      return place(namespace).orElseThrow().live();
    } catch (KubernetesClientException e) {
      throw new WorkFailedException(
          "Namespace %s: %s".formatted(namespace.getMetadata().getName(), reason(namespace, e)), e);
    }
  }

  private Optional<String> whyNot(LiveObject namespace) {
    String name = namespace.name();
    String owner = namespace.labels().get(TEAM);
    if (namespace.json().path("status").path("phase").asText().equals("Terminating")) {
      return Optional.of(
          "namespace %s is being deleted: install again when it is gone".formatted(name));
    }
    if (team.equals(owner) || owner == null && settings.adopt()) {
      return Optional.empty();
    }
    return Optional.of(
        owner == null
            ? "namespace %s is there already and has no team: take another, or this one with --adopt"
                .formatted(name)
            : "namespace %s belongs to team %s: take another".formatted(name, owner));
  }

  private static boolean isNamespace(HasMetadata object) {
    return object.getKind().equals("Namespace");
  }

  private static boolean isNamespace(ObjectNode object) {
    return object.path("kind").asText().equals("Namespace");
  }
}
