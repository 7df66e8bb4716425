package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.Parallel;
import io.drover.engine.deploy.cluster.Applied.Result;
import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Writes objects into one namespace by server-side apply with the field manager {@code drover}, and
 * puts back what was there before. What is already as wanted is not sent.
 */
public final class Applier {
  private final Cluster cluster;
  private final String namespace;
  private final Ownership ownership;
  private final Inventory inventory;
  private final ApplySettings settings;
  private final Writer writer;
  private final Strangers strangers;
  private final Pruning pruning;

  /**
   * @param ownership whose objects these are
   * @param inventory what stood in the namespace
   * @param settings what may be taken from others
   * @param guard called before each write; throws when nothing may be written any more, see {@link
   *     DeployLease#check}
   */
  public Applier(
      Cluster cluster,
      String namespace,
      Ownership ownership,
      Inventory inventory,
      ApplySettings settings,
      Runnable guard) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.ownership = ownership;
    this.inventory = inventory;
    this.settings = settings;
    this.writer = new Writer(cluster, namespace, guard);
    this.strangers = new Strangers(cluster, namespace, ownership);
    this.pruning = new Pruning(inventory, ownership, writer);
  }

  /**
   * Brings one object to what is asked for. Trouble with it is a result, not an exception.
   *
   * @throws WorkFailedException if the cluster is away for longer than a minute, or the guard ends
   *     the work
   */
  public Applied apply(HasMetadata desired) throws InterruptedException {
    return apply(desired, presumed -> {});
  }

  /**
   * As {@link #apply(HasMetadata)}.
   *
   * @param beforeWriting told what a write will come to; until its answer is there, the object has
   *     to be taken for changed
   */
  Applied apply(HasMetadata desired, Consumer<Applied> beforeWriting) throws InterruptedException {
    ObjectNode wanted = Applicable.of(desired, namespace);
    Optional<LiveObject> before = inventory.live(desired);
    try {
      Attempt attempt = attempt(desired, wanted, before);
      if (attempt.refusal().isPresent()) {
        return new Applied(desired, Result.FAILED, attempt.refusal(), before);
      }
      if (attempt.differs()) {
        Result presumed = before.isPresent() ? Result.CHANGED : Result.CREATED;
        beforeWriting.accept(new Applied(desired, presumed, Optional.empty(), before));
        return write(desired, wanted, attempt);
      }
      return new Applied(desired, Result.UNCHANGED, Optional.empty(), before);
    } catch (KubernetesClientException e) {
      if (ClusterErrors.concernsTheConnection(e)) {
        throw ClusterErrors.of("cluster " + cluster.name(), e);
      }
      return new Applied(desired, Result.FAILED, Optional.of(Refusals.reason(e, wanted)), before);
    }
  }

  /** Whether an object stands there as it is asked for, so that nothing would be written. */
  boolean isAsWanted(HasMetadata desired) {
    return inventory
        .live(desired)
        .map(LiveObject::json)
        .filter(live -> !OwnedFields.of(live).differs(Applicable.of(desired, namespace), live))
        .isPresent();
  }

  /**
   * What there is to do.
   *
   * @param kind of the object; empty when the cluster does not serve it
   * @param before what stands there, also somebody else's that may be adopted
   * @param refusal why it cannot be applied
   */
  record Attempt(
      Optional<ApiKind> kind,
      Optional<LiveObject> before,
      boolean differs,
      boolean force,
      Optional<String> refusal) {

    private static Attempt refused(String reason) {
      return new Attempt(Optional.empty(), Optional.empty(), true, false, Optional.of(reason));
    }
  }

  Attempt attempt(HasMetadata desired, ObjectNode wanted, Optional<LiveObject> before)
      throws InterruptedException {
    String apiVersion = desired.getApiVersion();
    Optional<ApiKind> kind = cluster.kind(apiVersion, desired.getKind());
    if (kind.isEmpty()) {
      return Attempt.refused(cluster.notServed(apiVersion, desired.getKind()));
    }
    if (!kind.get().namespaced()) {
      return Attempt.refused(
          "it belongs to the whole cluster, and Drover writes into namespaces only");
    }
    if (before.isPresent()) {
      ObjectNode live = before.get().json();
      boolean differs = OwnedFields.of(live).differs(wanted, live) || before.get().isFailedJob();
      return new Attempt(kind, before, differs, settings.forceConflicts(), Optional.empty());
    }
    Optional<LiveObject> stranger = strangers.find(kind.get(), desired.getMetadata().getName());
    if (stranger.isEmpty()) {
      return new Attempt(kind, before, true, settings.forceConflicts(), Optional.empty());
    }
    return adoption(kind, stranger.get());
  }

  private Attempt adoption(Optional<ApiKind> kind, LiveObject stranger)
      throws InterruptedException {
    String there = "it is there already and " + strangers.owner(stranger);
    if (strangers.belongsToAnotherEnvironment(stranger)) {
      return Attempt.refused(there + "; use another namespace or another name");
    }
    if (!settings.adopt()) {
      return Attempt.refused(there + "; use another name, or take it over with --adopt");
    }
    Optional<LiveObject> whole = writer.find(kind.get(), stranger.name());
    return new Attempt(kind, whole, true, true, Optional.empty());
  }

  private Applied write(HasMetadata desired, ObjectNode wanted, Attempt attempt)
      throws InterruptedException {
    Optional<LiveObject> before = attempt.before();
    ObjectNode after = writer.write(attempt.kind().get(), wanted, attempt.force(), before);
    Result result = Result.CREATED;
    if (before.isPresent()) {
      boolean same = Normalized.same(before.get().json(), after) && !before.get().isFailedJob();
      result = same ? Result.UNCHANGED : Result.CHANGED;
    }
    return new Applied(desired, result, Optional.empty(), before);
  }

  /**
   * Brings objects to what is asked for: wave by wave, the objects of a wave several at once. A
   * failed object stops no other.
   *
   * @param wave the lower, the earlier
   * @return in the order of the objects
   */
  public List<Applied> apply(
      Collection<? extends HasMetadata> desired, ToIntFunction<HasMetadata> wave)
      throws InterruptedException {
    SortedMap<Integer, List<HasMetadata>> waves = new TreeMap<>();
    for (HasMetadata object : desired) {
      waves.computeIfAbsent(wave.applyAsInt(object), w -> new ArrayList<>()).add(object);
    }
    Map<HasMetadata, Applied> results = new IdentityHashMap<>();
    for (List<HasMetadata> objects : waves.values()) {
      Parallel.map(Cluster.PARALLEL, objects, this::apply)
          .forEach(applied -> results.put(applied.desired(), applied));
    }
    return desired.stream().map(results::get).toList();
  }

  /**
   * Puts back what was there before: what was changed gets the fields again that Drover owned, what
   * was created is deleted, but for volume claims, which stay. A Job that was changed is deleted:
   * its old form has run once already.
   *
   * @throws WorkFailedException if the cluster refuses
   */
  public void restore(Applied applied) throws InterruptedException {
    if (!applied.changed()) {
      return;
    }
    HasMetadata desired = applied.desired();
    try {
      ApiKind kind = cluster.kind(desired.getApiVersion(), desired.getKind()).orElseThrow();
      String name = desired.getMetadata().getName();
      if (applied.before().isEmpty() || kind.kind().equals("Job")) {
        if (!Pruning.isVolume(kind.kind())) {
          deleteOwn(kind, name);
        }
        return;
      }
      // Its own version of the API: the one in which the fields were noted.
      LiveObject before = applied.before().get();
      writer.write(before.apiKind(), formerly(before.json()), true, Optional.empty());
    } catch (KubernetesClientException e) {
      throw notPutBack(applied, e);
    }
  }

  /** Of an object whose write was interrupted it is not known whether it is ours. */
  private void deleteOwn(ApiKind kind, String name) throws InterruptedException {
    Optional<LiveObject> live = writer.find(kind, name);
    if (live.filter(l -> ownership.owns(l.labels())).isPresent()) {
      writer.delete(live.get());
    }
  }

  /**
   * Puts a Deployment back to what it was before, but with other pods.
   *
   * @param template of the pods
   * @throws WorkFailedException if the cluster refuses
   */
  void restore(Applied applied, ObjectNode template) throws InterruptedException {
    LiveObject before = applied.before().orElseThrow();
    ObjectNode formerly = formerly(before.json());
    formerly.withObjectProperty("spec").set("template", template);
    try {
      writer.write(before.apiKind(), formerly, true, Optional.empty());
    } catch (KubernetesClientException e) {
      throw notPutBack(applied, e);
    }
  }

  private static WorkFailedException notPutBack(Applied applied, KubernetesClientException e) {
    return ClusterErrors.of("%s cannot be put back".formatted(applied.name()), e);
  }

  /** What has to be applied for an object to be as it was. */
  private static ObjectNode formerly(ObjectNode before) {
    OwnedFields owned = OwnedFields.of(before);
    return owned.any() ? owned.extract(before) : Applicable.withoutServerFields(before.deepCopy());
  }

  /**
   * What {@link #prune} would delete.
   *
   * @return by kind and name
   */
  public List<LiveObject> surplus(
      Collection<? extends HasMetadata> desired, Predicate<LiveObject> keep) {
    return pruning.surplus(desired, keep);
  }

  /**
   * Deletes what Drover made and nobody asks for any more. Volumes, claims and namespaces are never
   * deleted, nor what a controller made, nor what lacks one of the ownership's labels.
   *
   * @param desired what shall stay
   * @param keep what shall stay as well, for example the other colour
   * @return kind and name of what was deleted, as {@code Deployment web}, by kind and name
   * @throws WorkFailedException if something cannot be deleted; what could be was
   */
  public List<String> prune(Collection<? extends HasMetadata> desired, Predicate<LiveObject> keep)
      throws InterruptedException {
    return pruning.prune(desired, keep);
  }

  Inventory inventory() {
    return inventory;
  }

  Writer writer() {
    return writer;
  }

  String namespace() {
    return namespace;
  }
}
