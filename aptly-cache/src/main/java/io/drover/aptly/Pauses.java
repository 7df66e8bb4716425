package io.drover.aptly;

import io.drover.aptly.client.AptlyException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Waiting, and work that an interrupt must not cut in two. */
final class Pauses {

  private Pauses() {}

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AptlyException("stopped while waiting for aptly", e);
    }
  }

  /**
   * Does the work to its end on a thread of its own, whatever interrupts the caller; the interrupt
   * is there again afterwards. The work itself must be bounded in time.
   */
  static <T> T finishing(Supplier<T> work) {
    CompletableFuture<T> done =
        CompletableFuture.supplyAsync(work, task -> new Thread(task, "aptly").start());
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        T result = done.get();
        restore(interrupted);
        return result;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        restore(interrupted);
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new CompletionException(e.getCause());
      }
    }
  }

  /** As {@link #finishing}, for work without a result. */
  static void finish(Runnable work) {
    finishing(
        () -> {
          work.run();
          return null;
        });
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
