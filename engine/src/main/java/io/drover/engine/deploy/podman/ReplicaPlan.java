package io.drover.engine.deploy.podman;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What is to be done with the replicas of a service.
 *
 * @param keep those that are as wanted; some of them may not run. By name
 * @param create how many more are wanted
 * @param drop all others: of another version, too many, or left over from a deployment that ended
 *     half-way
 */
record ReplicaPlan(List<PodmanContainer> keep, int create, List<PodmanContainer> drop) {

  ReplicaPlan {
    keep = List.copyOf(keep);
    drop = List.copyOf(drop);
  }

  /**
   * Compares what there is with what is wanted.
   *
   * @param replicas all replicas of the service
   * @param live names of those that get requests
   * @param spec hash of what a replica shall be made from
   * @param wanted how many replicas there shall be
   */
  static ReplicaPlan of(List<PodmanContainer> replicas, Set<String> live, String spec, int wanted) {
    List<PodmanContainer> keep =
        replicas.stream()
            .filter(replica -> replica.spec().equals(spec))
            .sorted(
                Comparator.comparing((PodmanContainer r) -> !live.contains(r.pod()))
                    .thenComparing(r -> !r.running())
                    .thenComparing(PodmanContainer::pod))
            .limit(wanted)
            .sorted(Comparator.comparing(PodmanContainer::pod))
            .toList();
    List<PodmanContainer> drop = replicas.stream().filter(r -> !keep.contains(r)).toList();
    return new ReplicaPlan(keep, wanted - keep.size(), drop);
  }

  /** Those to keep that do not run. */
  List<PodmanContainer> start() {
    return keep.stream().filter(replica -> !replica.running()).toList();
  }

  /** Whether all replicas are as wanted. */
  boolean isEmpty() {
    return create == 0 && drop.isEmpty() && start().isEmpty();
  }
}
