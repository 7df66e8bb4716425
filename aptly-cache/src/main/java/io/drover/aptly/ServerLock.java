package io.drover.aptly;

import io.drover.aptly.client.AptlyException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One writer of this process at a time for each server; see {@link StoreLease}. */
final class ServerLock {

  private static final Map<URI, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private ServerLock() {}

  /**
   * Does the work while no other thread of this process writes to that server.
   *
   * @throws AptlyException when interrupted while waiting
   */
  static <T> T holding(URI server, Supplier<T> work) {
    ReentrantLock lock = LOCKS.computeIfAbsent(server, any -> new ReentrantLock(true));
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AptlyException("stopped while waiting for other writes to " + server, e);
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
