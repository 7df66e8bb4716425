package io.drover.engine.deploy.cluster;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Says once that the API server is away, and once that it is back, however many wait for it. */
final class Outage {
  private final Consumer<String> log;
  private final AtomicBoolean told = new AtomicBoolean();

  Outage(Consumer<String> log) {
    this.log = log;
  }

  void waiting(String reason, long seconds) {
    if (told.compareAndSet(false, true)) {
      log.accept("%s; trying again for up to %d s".formatted(reason, seconds));
    }
  }

  void over() {
    if (told.get() && told.compareAndSet(true, false)) {
      log.accept("the API server answers again");
    }
  }
}
