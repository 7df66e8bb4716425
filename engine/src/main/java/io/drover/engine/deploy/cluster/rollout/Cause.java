package io.drover.engine.deploy.cluster.rollout;

import java.time.Duration;

/**
 * Why pods are not ready, the most specific cause first, and after how much patience waiting on is
 * pointless. A cause without patience is only shown, and waits for the roll-out's deadline: it may
 * go away without anybody changing what was asked for.
 */
public enum Cause {
  /** What was asked for is no image name. */
  INVALID_IMAGE(1, 0),
  /** The registry has no such image or does not hand it out; twice, since it may just be pushed. */
  IMAGE_REFUSED(2, 10),
  /** A Secret, ConfigMap or key is missing, or may still be on its way. */
  CONFIGURATION(1, 15),
  /** A container ends again and again; the times are its restarts. */
  CRASH(3, 0),
  /** The cluster does not let the pod be made: quota, limits, admission. */
  REFUSED(1, 15),
  /** A probe fails. The service may need long. */
  PROBE,
  /** The node cannot pull the image at the moment. */
  IMAGE_UNREACHABLE,
  /** The container runtime cannot make the container or its sandbox at the moment. */
  RUNTIME,
  /** A volume cannot be attached or mounted at the moment. */
  VOLUME,
  /** No node takes the pod. An autoscaler may bring one. */
  UNSCHEDULABLE,
  /** The node threw the pod out; another one will be made. */
  EVICTED,
  /** A pod of the former version stands in the way. */
  BLOCKED,
  /** Somebody paused or suspended the workload. */
  PAUSED,
  /** Nothing is wrong: an image is being pulled, an init container works. */
  BUSY;

  private final int times;
  private final Duration lasting;

  Cause() {
    this(Integer.MAX_VALUE, 0);
  }

  Cause(int times, int seconds) {
    this.times = times;
    this.lasting = Duration.ofSeconds(seconds);
  }

  /** Whether it takes repetitions, which may be from before what was asked for changed. */
  boolean isCounted() {
    return times > 1 && times < Integer.MAX_VALUE;
  }

  /**
   * Whether waiting on is pointless.
   *
   * @param times how often it happened
   * @param lasting for how long it has been seen without a break
   */
  public boolean isHopeless(int times, Duration lasting) {
    return times >= this.times && lasting.compareTo(this.lasting) >= 0;
  }
}
