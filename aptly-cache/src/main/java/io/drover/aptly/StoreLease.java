package io.drover.aptly;

import io.drover.aptly.client.AptlyException;
import io.drover.aptly.client.Snapshot;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right to write to a server, which one process at a time has. It is kept in aptly itself: of
 * several who create a snapshot of one name at the same moment, aptly lets one. The snapshots are
 * numbered; the highest counts, and stays when it is given back, so that no number comes twice.
 *
 * <p>Who has it says so every few seconds. When nothing was heard for {@link #EXPIRY}, measured on
 * the clock of the one who waits, the holder is taken for dead and the next number is created.
 */
final class StoreLease implements AutoCloseable {

  static final Duration EXPIRY = Duration.ofSeconds(15);

  private static final Duration RENEWAL = Duration.ofSeconds(3);

  /** Longer than any clean-up of a large store. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** The repository without packages of which the snapshots are taken. */
  private static final String REPOSITORY = "drover-lease";

  private static final Pattern NAME = Pattern.compile(REPOSITORY + "_([0-9]{1,18})");
  private static final String FREE = "free";
  private static final String PROCESS = UUID.randomUUID().toString().substring(0, 8);

  private final AptlyClient client;
  private final String name;
  private final Thread renewal;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long heard = System.nanoTime();

  /** What is known of the lease. */
  private record Newest(long number, String description) {
    boolean isFree() {
      return description.equals(FREE);
    }

    /** What this process could not give back; its lock says that none of its threads has it. */
    boolean isOf(AptlyClient client) {
      return description.startsWith(holder(client));
    }

    String name() {
      return StoreLease.name(number);
    }
  }

  private StoreLease(AptlyClient client, String name) {
    this.client = client;
    this.name = name;
    this.renewal = new Thread(this::renew, "aptly lease");
    renewal.setDaemon(true);
    renewal.start();
  }

  /**
   * Does the work while no other thread and no other process writes to that server.
   *
   * @throws AptlyException when interrupted while waiting, or others write for ten minutes
   */
  static <T> T holding(AptlyClient client, Supplier<T> work) {
    return ServerLock.holding(
        client.api(),
        () -> {
          try (StoreLease lease = take(client)) {
            T result = work.get();
            lease.requireHeld();
            return result;
          }
        });
  }

  /** Ends the right of whoever has it. Only where it is known that nobody else writes. */
  static void release(AptlyClient client) {
    newest(client).filter(n -> !n.isFree()).ifPresent(n -> client.describeSnapshot(n.name(), FREE));
  }

  private static StoreLease take(AptlyClient client) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<Newest> seen = Optional.empty();
    long since = System.nanoTime();
    while (true) {
      Optional<Newest> newest = newest(client);
      if (!newest.equals(seen)) {
        seen = newest;
        since = System.nanoTime();
      }
      boolean expired = System.nanoTime() - since > EXPIRY.toNanos();
      if (newest.isEmpty() || newest.get().isFree() || newest.get().isOf(client) || expired) {
        Optional<StoreLease> taken = take(client, newest.map(Newest::number).orElse(0L) + 1);
        if (taken.isPresent()) {
          return taken.get();
        }
      }
      if (System.nanoTime() > end) {
        throw new AptlyException(
            "%s is written to by %s for more than %d minutes. Wait for its end, or stop it."
                .formatted(
                    client.server(),
                    newest.map(Newest::description).orElse("others"),
                    PATIENCE.toMinutes()));
      }
      Pauses.sleep(20 + ThreadLocalRandom.current().nextLong(80));
    }
  }

  private static Optional<StoreLease> take(AptlyClient client, long number) {
    if (number == 1) {
      createRepository(client);
    }
    String name = name(number);
    if (!client.snapshotRepository(REPOSITORY, name, holder(client))) {
      return Optional.empty();
    }
    List<Long> all = numbers(client.snapshots());
    if (all.stream().anyMatch(other -> other > number)) {
      // what was read before this one was created was old: others went on meanwhile
      client.deleteSnapshot(name);
      return Optional.empty();
    }
    all.stream().filter(n -> n < number).forEach(old -> client.deleteSnapshot(name(old)));
    return Optional.of(new StoreLease(client, name));
  }

  private static void createRepository(AptlyClient client) {
    try {
      if (!client.repositories().contains(REPOSITORY)) {
        client.createRepository(REPOSITORY, "", "");
      }
    } catch (AptlyException e) {
      // another may have been quicker
      if (!client.repositories().contains(REPOSITORY)) {
        throw e;
      }
    }
  }

  /**
   * Checks that nobody took over.
   *
   * @throws AptlyException when this process was too slow, so that another writes now
   */
  private void requireHeld() {
    if (System.nanoTime() - heard > EXPIRY.toNanos()
        && !newest(client).map(Newest::name).equals(Optional.of(name))) {
      throw new AptlyException(
          "this process was stopped for so long that another one writes to %s now. Run again."
              .formatted(client.server()));
    }
  }

  private void renew() {
    try {
      for (int i = 1; !ended.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS); i++) {
        try {
          client.describeSnapshot(name, holder(client) + ", " + i);
          heard = System.nanoTime();
        } catch (AptlyException e) {
          // the next time, or the lease expires
        }
      }
    } catch (InterruptedException e) {
      // nobody interrupts this thread; then the lease expires
    }
  }

  /** Waits for a renewal that is on its way, which would otherwise come after the last word. */
  @Override
  public void close() {
    ended.countDown();
    Pauses.finish(
        () -> {
          try {
            renewal.join();
            client.describeSnapshot(name, FREE);
          } catch (InterruptedException | AptlyException e) {
            // it expires, and what the work itself ended with is what matters
          }
        });
  }

  private static Optional<Newest> newest(AptlyClient client) {
    return client.snapshots().stream()
        .flatMap(s -> number(s.name()).map(n -> new Newest(n, s.description())).stream())
        .max(Comparator.comparing(Newest::number));
  }

  private static List<Long> numbers(List<Snapshot> snapshots) {
    return snapshots.stream().flatMap(s -> number(s.name()).stream()).toList();
  }

  private static Optional<Long> number(String snapshot) {
    Matcher matcher = NAME.matcher(snapshot);
    return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
  }

  private static String name(long number) {
    return REPOSITORY + "_" + number;
  }

  /** Tells a process from all others, and the addresses under which it sees servers. */
  private static String holder(AptlyClient client) {
    return "process %d of %s (%s %s)"
        .formatted(ProcessHandle.current().pid(), host(), PROCESS, client.api());
  }

  private static String host() {
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      return "an unnamed machine";
    }
  }
}
