package io.drover.engine.agent.kubernetes;

import java.util.concurrent.TimeUnit;

/** Wakes those who wait for something to be different. */
final class Changes {
  private long count;

  /** How many there were; to be asked before looking, so that none is missed. */
  synchronized long count() {
    return count;
  }

  /** Something is different. */
  synchronized void happened() {
    count++;
    notifyAll();
  }

  /** Waits until there is one more than {@code seen}, or some time has passed. */
  synchronized void await(long seen, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (count == seen) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }
}
