package io.drover.engine.version;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The right to change one mirror, among all threads and processes of this machine. */
final class MirrorLock implements Closeable {
  /** Longer than a first fetch of a large repository by somebody else. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private static final Duration STEP = Duration.ofMillis(50);

  /** File locks tell processes apart, not threads. */
  private static final ConcurrentMap<Path, Semaphore> THREADS = new ConcurrentHashMap<>();

  private final Semaphore threads;
  private final FileChannel file;

  private MirrorLock(Semaphore threads, FileChannel file) {
    this.threads = threads;
    this.file = file;
  }

  /**
   * Waits for the right, 15 minutes at most. The system takes it back when the process dies.
   *
   * @param file the lock file, which is made and stays
   */
  static MirrorLock take(Path file) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(LONGEST_WAIT);
    Semaphore threads =
        THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), key -> new Semaphore(1));
    if (!threads.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("another fetch of it does not end");
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      for (FileLock lock = channel.tryLock(); lock == null; lock = channel.tryLock()) {
        if (Instant.now().isAfter(deadline)) {
          throw new IOException("a fetch of it by another process does not end");
        }
        Thread.sleep(STEP.toMillis());
      }
      return new MirrorLock(threads, channel);
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      threads.release();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      threads.release();
    }
  }
}
