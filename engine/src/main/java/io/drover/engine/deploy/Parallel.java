package io.drover.engine.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Work on several things at once, with a bound. */
public final class Parallel {
  private static final int THREADS = 4;

  /** How long the work gets to clean up after it was interrupted. */
  private static final int CLEANUP_SECONDS = 60;

  private Parallel() {}

  /** Work that makes something of something. */
  public interface Step<T, R> {
    R apply(T input) throws InterruptedException;
  }

  /**
   * Does the work for each input, for four at once.
   *
   * @return results in the order of the inputs
   * @throws InterruptedException if this thread was interrupted; the work was, too, and has ended
   */
  public static <T, R> List<R> map(List<T> inputs, Step<T, R> step) throws InterruptedException {
    return map(THREADS, inputs, step);
  }

  /**
   * Does the work for each input.
   *
   * @param atOnce for how many at most at the same time
   * @return results in the order of the inputs
   * @throws InterruptedException if this thread was interrupted; the work was, too, and has ended
   */
  public static <T, R> List<R> map(int atOnce, List<T> inputs, Step<T, R> step)
      throws InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.max(1, Math.min(atOnce, inputs.size())));
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

  /**
   * Does two things at once.
   *
   * @return what came of both
   * @throws InterruptedException as {@link #map}
   */
  public static <A, B> Both<A, B> both(Work<A> first, Work<B> second) throws InterruptedException {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<A> aside = pool.submit(first::run);
      B here = second.run();
      return new Both<>(result(aside), here);
    } finally {
      pool.shutdownNow();
      pool.awaitTermination(CLEANUP_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Work that makes something. */
  public interface Work<R> {
    R run() throws InterruptedException;
  }

  /** What came of two works. */
  public record Both<A, B>(A first, B second) {}

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
