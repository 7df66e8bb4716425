package io.drover.engine.deploy.cluster;

import io.drover.engine.deploy.Parallel;
import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What Drover made and nobody asks for any more. */
final class Pruning {
  private static final Set<String> VOLUMES = Set.of("PersistentVolumeClaim", "PersistentVolume");

  /** What the API server and its controllers make of other objects, with the others' labels. */
  private static final Set<String> DERIVED =
      Set.of(
          "ControllerRevision",
          "Endpoints",
          "EndpointSlice",
          "Event",
          "Lease",
          "Namespace",
          "Pod",
          "ReplicaSet");

  private final Inventory inventory;
  private final Ownership ownership;
  private final Writer writer;

  Pruning(Inventory inventory, Ownership ownership, Writer writer) {
    this.inventory = inventory;
    this.ownership = ownership;
    this.writer = writer;
  }

  static boolean isVolume(String kind) {
    return VOLUMES.contains(kind);
  }

  List<LiveObject> surplus(Collection<? extends HasMetadata> desired, Predicate<LiveObject> keep) {
    Set<Inventory.Key> wanted = desired.stream().map(Inventory.Key::of).collect(Collectors.toSet());
    return inventory.objects().stream()
        .filter(object -> !wanted.contains(Inventory.Key.of(object)))
        .filter(object -> !isVolume(object.kind()) && !DERIVED.contains(object.kind()))
        .filter(object -> !object.isControlled() && ownership.owns(object.labels()))
        .filter(keep.negate())
        .toList();
  }

  List<String> prune(Collection<? extends HasMetadata> desired, Predicate<LiveObject> keep)
      throws InterruptedException {
    List<LiveObject> surplus = surplus(desired, keep);
    List<Optional<KubernetesClientException>> failures =
        Parallel.map(Cluster.PARALLEL, surplus, this::delete);
    for (int i = 0; i < surplus.size(); i++) {
      if (failures.get(i).isPresent()) {
        String what = "%s cannot be deleted".formatted(surplus.get(i).fullName());
        throw ClusterErrors.of(what, failures.get(i).get());
      }
    }
    return surplus.stream().map(LiveObject::fullName).toList();
  }

  private Optional<KubernetesClientException> delete(LiveObject object)
      throws InterruptedException {
    try {
      writer.delete(object);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      // Somebody made another object of this name: it is not the one to be deleted.
      return e.getCode() == 409 ? Optional.empty() : Optional.of(e);
    }
  }
}
