package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a namespace held at one moment, as far as a roll-out needs it. Not changed any more. */
public final class Observed {
  private static final String CLAIM = "PersistentVolumeClaim";

  private final Map<String, HasMetadata> workloads = new HashMap<>();
  private final Map<String, List<ReplicaSet>> replicaSets = new HashMap<>();
  private final Map<String, List<Pod>> pods = new HashMap<>();
  private final Map<String, List<Event>> events = new HashMap<>();

  private Observed() {}

  /**
   * Sorts objects by what they belong to.
   *
   * @param objects of any kind; those that tell nothing about a roll-out are left out
   */
  public static Observed of(Collection<? extends HasMetadata> objects) {
    Observed observed = new Observed();
    objects.forEach(observed::add);
    observed
        .pods
        .values()
        .forEach(l -> l.sort(Comparator.comparing(p -> p.getMetadata().getName())));
    return observed;
  }

  private void add(HasMetadata object) {
    if (object instanceof Pod pod) {
      pods.computeIfAbsent(controller(pod), o -> new ArrayList<>()).add(pod);
    } else if (object instanceof ReplicaSet set) {
      replicaSets.computeIfAbsent(controller(set), o -> new ArrayList<>()).add(set);
    } else if (object instanceof Event event) {
      events.computeIfAbsent(subject(event), o -> new ArrayList<>()).add(event);
    } else {
      workloads.put(object.getKind() + "/" + object.getMetadata().getName(), object);
    }
  }

  private static String controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(o -> Boolean.TRUE.equals(o.getController()))
        .map(OwnerReference::getUid)
        .findFirst()
        .orElse("");
  }

  /** A claim by its name, since the pods that wait for it know no more; all else by its id. */
  private static String subject(Event event) {
    var about = event.getInvolvedObject();
    return CLAIM.equals(about.getKind()) ? CLAIM + "/" + about.getName() : "" + about.getUid();
  }

  /** The workload itself; empty when it is not there. */
  Optional<HasMetadata> find(Workload workload) {
    return Optional.ofNullable(workloads.get(workload.kind() + "/" + workload.name()));
  }

  /** Those that the object controls, in no order. */
  List<ReplicaSet> replicaSetsOf(HasMetadata owner) {
    return replicaSets.getOrDefault(owner.getMetadata().getUid(), List.of());
  }

  /** Those that the object controls and that are not on their way out, by name. */
  List<Pod> podsOf(HasMetadata owner) {
    return pods.getOrDefault(owner.getMetadata().getUid(), List.of()).stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** What was told about an object. */
  EventList eventsOf(HasMetadata object) {
    return new EventList(events.getOrDefault(object.getMetadata().getUid(), List.of()));
  }

  /** What was told about a claim for a volume. */
  EventList eventsOfClaim(String name) {
    return new EventList(events.getOrDefault(CLAIM + "/" + name, List.of()));
  }
}
