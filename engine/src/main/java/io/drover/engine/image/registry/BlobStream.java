package io.drover.engine.image.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A blob while it comes over the network. The end is only reached if the bytes have the digest that
 * was asked for; a stream that stands still is given up.
 */
final class BlobStream extends FilterInputStream {
  private static final Duration STANDSTILL = Duration.ofSeconds(60);

  /** The JDK's HTTP client has no time limit for bodies. */
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "stalled downloads");
            thread.setDaemon(true);
            return thread;
          });

  private final String expected;
  private final MessageDigest digest = Digests.sha256();
  private volatile boolean stalled;
  private boolean verified;

  BlobStream(InputStream in, String expected) {
    super(in);
    this.expected = expected;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = readInTime(buffer, offset, length);
    if (count > 0) {
      digest.update(buffer, offset, count);
    } else if (count < 0 && !verified) {
      String found = Digests.text(digest.digest());
      if (!found.equals(expected)) {
        throw new IOException("%s came with other bytes: %s".formatted(expected, found));
      }
      verified = true;
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] buffer = new byte[(int) Math.min(count, 65_536)];
    int read = count <= 0 ? 0 : read(buffer, 0, buffer.length);
    return Math.max(0, read);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private int readInTime(byte[] buffer, int offset, int length) throws IOException {
    ScheduledFuture<?> alarm =
        CLOCK.schedule(this::giveUp, STANDSTILL.toSeconds(), TimeUnit.SECONDS);
    try {
      int count = in.read(buffer, offset, length);
      if (stalled) {
        throw stalled();
      }
      return count;
    } catch (IOException e) {
      throw stalled ? stalled() : e;
    } finally {
      alarm.cancel(false);
    }
  }

  private void giveUp() {
    stalled = true;
    try {
      in.close();
    } catch (IOException e) {
      // The reader is told anyway.
    }
  }

  private static IOException stalled() {
    return new IOException("nothing came for %d s".formatted(STANDSTILL.toSeconds()));
  }
}
