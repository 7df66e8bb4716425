package io.drover.cli;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Ctrl-C: the thread that works is interrupted, and the process waits until it has cleaned up. The
 * process then ends with the status of its signal, 130 for Ctrl-C.
 */
final class Interruption {
  /** 128 and the number of SIGINT, as shells have it. */
  static final int STATUS = 130;

  private static final Duration CLEAN_UP = Duration.ofMinutes(2);
  private static volatile boolean underWay;

  private Interruption() {}

  /** Whether the process is ending because of a signal: it must not be ended once more then. */
  static boolean isUnderWay() {
    return underWay;
  }

  /** Does some work in this thread, which a signal interrupts. */
  static <T> T awaiting(Callable<T> work) throws Exception {
    Thread worker = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              underWay = true;
              worker.interrupt();
              try {
                worker.join(CLEAN_UP.toMillis());
              } catch (InterruptedException e) {
                // Nothing interrupts this thread; if something did, the process ends a bit sooner.
              }
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.call();
    } finally {
      if (!underWay) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }
}
