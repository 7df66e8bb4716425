package io.drover.engine.deploy.cluster;

import io.drover.engine.deploy.cluster.rollout.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which units a deployment that was interrupted leaves as they are now: those that are ready. */
final class Interrupted {
  private final Cluster cluster;
  private final Writer writer;

  Interrupted(Cluster cluster, Applier applier) {
    this.cluster = cluster;
    this.writer = applier.writer();
  }

  /** Marks the other units as failed. */
  void mark(List<Unit> units) throws InterruptedException {
    List<Unit> open = new ArrayList<>();
    for (Unit unit : units) {
      if (unit.workload().isPresent() && !isReady(unit)) {
        open.add(unit);
      }
    }
    if (!open.isEmpty()) {
      // What nothing runs of is for those that run.
      units.stream().filter(u -> u.workload().isEmpty()).forEach(open::add);
    }
    open.forEach(unit -> unit.fail(Verdict.failed("interrupted", List.of())));
  }

  private boolean isReady(Unit unit) throws InterruptedException {
    HasMetadata workload = unit.workload().orElseThrow();
    if (!unit.hasAppliedWorkload()) {
      return false;
    }
    try {
      Optional<ApiKind> kind = cluster.kind(workload.getApiVersion(), workload.getKind());
      return kind.isPresent()
          && writer
              .find(kind.get(), workload.getMetadata().getName())
              .filter(live -> live.isDone())
              .isPresent();
    } catch (KubernetesClientException e) {
      return false;
    }
  }
}
