package io.drover.engine.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Work on several things at once, with a bound. */
final class Parallel {
  private static final int THREADS = 4;

  /** How long the work gets to clean up after it was interrupted. */
  private static final int CLEANUP_SECONDS = 60;

  private Parallel() {}

  /** Work that makes something of something. */
  interface Step<T, R> {
    R apply(T input) throws InterruptedException;
  }

  /**
   * Does the work for each input.
   *
   * @return results in the order of the inputs
   * @throws InterruptedException if this thread was interrupted; the work was, too, and has ended
   */
  static <T, R> List<R> map(List<T> inputs, Step<T, R> step) throws InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, inputs.size())));
    try {
      List<Future<R>> futures = new ArrayList<>();
      inputs.forEach(input -> futures.add(pool.submit(() -> step.apply(input))));
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(result(future));
      }
      return results;
    } finally {
      pool.shutdownNow();
      pool.awaitTermination(CLEANUP_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static <R> R result(Future<R> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("interrupted while deploying");
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
