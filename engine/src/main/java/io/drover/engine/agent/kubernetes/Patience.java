package io.drover.engine.agent.kubernetes;

import io.drover.engine.deploy.cluster.rollout.Cause;
import io.drover.engine.deploy.cluster.rollout.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Decides when waiting on for a pod to start is pointless. */
final class Patience {
  /** Within this time a cluster's autoscaler says that it brings a node. */
  private static final Duration FOR_A_NODE = Duration.ofSeconds(15);

  private final Duration limit;
  private final BooleanSupplier isInQueue;
  private final BooleanSupplier isTooLarge;
  private Cause cause;
  private long since;

  /**
   * For one pod.
   *
   * @param limit how long a trouble that may go away by itself may last
   * @param isInQueue whether others of ours are at work, after which there will be room
   * @param isTooLarge whether no node that is there could ever take the pod
   */
  Patience(Duration limit, BooleanSupplier isInQueue, BooleanSupplier isTooLarge) {
    this.limit = limit;
    this.isInQueue = isInQueue;
    this.isTooLarge = isTooLarge;
    this.since = System.nanoTime();
  }

  /** Whether it is over, with the trouble that there is now. */
  boolean isOver(Optional<Trouble> trouble) {
    Cause now = trouble.map(Trouble::cause).orElse(null);
    if (now != cause) {
      cause = now;
      since = System.nanoTime();
    }
    Duration lasting = Duration.ofNanos(System.nanoTime() - since);
    if (now == Cause.UNSCHEDULABLE) {
      return isUnschedulable(lasting);
    }
    return lasting.compareTo(limit) > 0
        || now != null && now != Cause.CRASH && now.isHopeless(trouble.get().times(), lasting);
  }

  private boolean isUnschedulable(Duration lasting) {
    if (lasting.compareTo(FOR_A_NODE) > 0 && isTooLarge.getAsBoolean()) {
      return true;
    }
    if (isInQueue.getAsBoolean()) {
      return false;
    }
    return lasting.compareTo(limit) > 0;
  }
}
