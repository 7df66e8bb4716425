package io.drover.engine.deploy.cluster;

import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.rollout.Verdict;
import io.drover.engine.kubernetes.Implied;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether objects can be written at all, before the first one is: the cluster serves their kinds,
 * and Drover may see what stands there of them.
 */
final class KindCheck {
  private final Cluster cluster;
  private final Inventory inventory;
  private final Consumer<String> log;

  KindCheck(Cluster cluster, Inventory inventory, Consumer<String> log) {
    this.cluster = cluster;
    this.inventory = inventory;
    this.log = log;
  }

  /**
   * Fails the units that cannot be written.
   *
   * @return whether there was nothing to say
   */
  boolean check(Collection<Unit> units) throws InterruptedException {
    boolean silent = inventory.forbidden().isEmpty();
    List<WorkFailedException> forbidden = new ArrayList<>(inventory.forbidden());
    for (Unit unit : units) {
      for (HasMetadata object : List.copyOf(unit.objects())) {
        silent &= isServed(unit, object);
        Optional<WorkFailedException> reason = inventory.forbidden(object);
        reason.ifPresent(e -> unit.fail(Verdict.failed(e.getMessage(), List.of())));
        reason.ifPresent(forbidden::remove);
      }
    }
    for (WorkFailedException e : forbidden) {
      log.accept("what an earlier release may have left there is not seen: " + e.getMessage());
    }
    return silent;
  }

  /** Leaves out what is not served and only implied; the unit fails by anything else. */
  private boolean isServed(Unit unit, HasMetadata object) throws InterruptedException {
    if (cluster.kind(object.getApiVersion(), object.getKind()).isPresent()) {
      return true;
    }
    String unserved = cluster.notServed(object.getApiVersion(), object.getKind());
    if (Implied.is(object)) {
      unit.drop(object);
      log.accept("%s: without %s: %s".formatted(unit.name(), object.getKind(), unserved));
      return false;
    }
    String name = object.getMetadata().getName();
    unit.fail(Verdict.failed("%s %s: %s".formatted(object.getKind(), name, unserved), List.of()));
    return false;
  }
}
