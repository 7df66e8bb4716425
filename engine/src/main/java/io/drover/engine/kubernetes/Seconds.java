package io.drover.engine.kubernetes;

import java.time.Duration;

/** Times as Kubernetes counts them: whole seconds. */
final class Seconds {
  private Seconds() {}

  /** The time in seconds, rounded up. */
  static int of(Duration time) {
    return Math.toIntExact(time.plusSeconds(1).minusNanos(1).toSeconds());
  }
}
