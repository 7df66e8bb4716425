package io.drover.engine.deploy.cluster;

import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.rollout.RollOut;
import io.drover.engine.deploy.cluster.rollout.Verdict;
import io.drover.engine.deploy.cluster.rollout.Workload;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts back what failed, and sees whether it runs again. */
final class Restoration {
  private final Cluster cluster;
  private final String namespace;
  private final Applier applier;
  private final Consumer<String> log;

  /**
   * Nothing is put back yet.
   *
   * @param applier the one that wrote what is to be put back
   */
  Restoration(Cluster cluster, String namespace, Applier applier, Consumer<String> log) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.applier = applier;
    this.log = log;
  }

  /**
   * Puts back the units that failed, each once. Where a service did not run before either, because
   * an earlier deployment was killed for example, its newest version that has ready pods is what it
   * gets back.
   */
  void run(List<Unit> units) throws InterruptedException {
    Map<Unit, String> restored = new LinkedHashMap<>();
    for (Unit unit : failed(units)) {
      if (unit.settings().rollback()) {
        Optional<FormerPods> former = former(unit);
        if (former.isPresent() || !unit.changes().isEmpty()) {
          putBack(unit, former).ifPresent(what -> restored.put(unit, what));
        }
      } else if (!unit.changes().isEmpty()) {
        unit.add("nothing is put back: the file says rollback: false");
      }
      unit.markRestored();
    }
    verify(restored);
  }

  /** Puts back what this deployment changed of units that did not become ready, and no more. */
  void undo(List<Unit> units) throws InterruptedException {
    Map<Unit, String> restored = new LinkedHashMap<>();
    for (Unit unit : failed(units)) {
      if (unit.settings().rollback() && !unit.changes().isEmpty()) {
        putBack(unit, Optional.empty()).ifPresent(what -> restored.put(unit, what));
      }
      unit.markRestored();
    }
    verify(restored);
  }

  private static List<Unit> failed(List<Unit> units) {
    return units.stream().filter(u -> !u.isWell() && !u.isRestored()).toList();
  }

  private Optional<FormerPods> former(Unit unit) throws InterruptedException {
    Optional<Applied> deployment = unit.deployment().filter(a -> !ran(a));
    if (deployment.isEmpty() || deployment.get().before().isEmpty()) {
      return Optional.empty();
    }
    try {
      return FormerPods.find(cluster, namespace, deployment.get().before().get());
    } catch (KubernetesClientException e) {
      log.accept("%s: %s".formatted(unit.name(), ClusterErrors.reason(e)));
      return Optional.empty();
    }
  }

  private static boolean ran(Applied deployment) {
    return deployment.before().filter(b -> b.isDone()).isPresent();
  }

  /** What was put back, if it has pods. */
  private Optional<String> putBack(Unit unit, Optional<FormerPods> former)
      throws InterruptedException {
    log.accept("%s: putting back what was there before".formatted(unit.name()));
    List<Applied> all = new ArrayList<>(unit.changes());
    unit.deployment().filter(d -> former.isPresent() && !all.contains(d)).ifPresent(all::add);
    boolean well = true;
    for (Applied each : all) {
      try {
        if (former.isPresent() && unit.deployment().filter(each::equals).isPresent()) {
          applier.restore(each, former.get().template());
        } else {
          applier.restore(each);
        }
      } catch (WorkFailedException e) {
        unit.add("what was there before could not be put back: " + e.getMessage());
        well = false;
      }
    }
    return well ? restored(unit, former) : Optional.empty();
  }

  private static Optional<String> restored(Unit unit, Optional<FormerPods> former) {
    if (former.isPresent()) {
      return Optional.of(
          "before, it was not ready either; its newest version with ready pods (ReplicaSet %s) was restored"
              .formatted(former.get().replicaSet()));
    }
    if (!unit.changedWorkload()) {
      return Optional.empty();
    }
    if (!unit.hadWorkload()) {
      unit.add("nothing ran before: it was removed again");
      return Optional.empty();
    }
    if (unit.isJob()) {
      unit.add("the job was removed; what it did before is not repeated");
      return Optional.empty();
    }
    return Optional.of("the previous release was restored");
  }

  private void verify(Map<Unit, String> restored) throws InterruptedException {
    List<Workload> workloads = restored.keySet().stream().map(Unit::toAwait).toList();
    Map<String, Verdict> verdicts =
        RollOut.awaitRestored(cluster.client(), namespace, workloads, log);
    restored.forEach(
        (unit, what) -> {
          Verdict verdict = verdicts.get(unit.name());
          unit.add(
              verdict.ready()
                  ? what + " and is ready"
                  : what + ", but is not ready either: " + verdict.reason().orElse(""));
        });
  }
}
