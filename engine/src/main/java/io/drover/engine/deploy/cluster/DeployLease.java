package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The right to change a namespace, which one deployment at a time has: a Lease named {@code
 * drover}. It is renewed in the background until it is closed.
 *
 * <p>fabric8's leader election is for those who wait until it is their turn, and it gives up when
 * the API server is away for ten seconds. A deployment says at once who is at work, and outlives a
 * restart of the API server as long as nobody else has taken the lease.
 */
public final class DeployLease implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration RENEWAL = Duration.ofMillis(2500);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** After this long without a renewal somebody else may be about to take it. */
  private static final Duration SURE = Duration.ofSeconds(LeaseRecord.DURATION_SECONDS - 5L);

  private static final int RELEASE_SECONDS = 15;

  private final Requests requests;
  private final String namespace;
  private final String identity;
  private final ScheduledExecutorService background;
  private LeaseRecord record;
  private long renewedAt;
  private String lost;
  private Optional<String> settled;

  private DeployLease(Requests requests, String namespace, String identity, LeaseRecord record) {
    this.requests = requests.once(ANSWER);
    this.namespace = namespace;
    this.identity = identity;
    this.record = record;
    this.settled = record.settled();
    this.renewedAt = System.nanoTime();
    this.background =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lease of " + namespace);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes the lease. One that its holder left without a word, for example by {@code kill -9}, is
   * taken over after 15 seconds without a sign of life. The clocks of two machines are not
   * compared.
   *
   * @param patience how long to wait for somebody else who is at work there
   * @param log told when it waits
   * @throws WorkFailedException if somebody else is at work there still; says who, and since when
   */
  public static DeployLease acquire(
      Cluster cluster, String namespace, Duration patience, Consumer<String> log)
      throws InterruptedException {
    return acquire(cluster, namespace, Holder.unique(), patience, log);
  }

  static DeployLease acquire(
      Cluster cluster, String namespace, String identity, Duration patience, Consumer<String> log)
      throws InterruptedException {
    Requests requests = cluster.requests();
    try {
      LeaseRecord record = take(requests, namespace, identity, patience, log);
      DeployLease lease = new DeployLease(requests, namespace, identity, record);
      lease.background.scheduleWithFixedDelay(
          lease::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
      return lease;
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of("the lease of namespace " + namespace, e);
    }
  }

  private static LeaseRecord take(
      Requests requests, String namespace, String identity, Duration patience, Consumer<String> log)
      throws InterruptedException {
    Optional<LeaseRecord> seen = Optional.empty();
    long begin = System.nanoTime();
    long since = begin;
    String told = "";
    while (true) {
      Optional<LeaseRecord> live = requests.find(path(namespace)).map(LeaseRecord::new);
      String holder = live.map(LeaseRecord::holder).orElse("");
      if (holder.equals(identity)) {
        // The answer to the request that took it was lost.
        return live.get();
      }
      if (seen.isPresent() && live.isPresent() && !holder.isEmpty() && moved(seen, live)) {
        if (System.nanoTime() - begin >= patience.toNanos()) {
          throw held(namespace, live.get());
        }
        if (!told.equals(holder)) {
          log.accept(
              "%s is being deployed by %s since %s; waiting until it is done"
                  .formatted(namespace, live.get().holderName(), live.get().since()));
          told = holder;
        }
        seen = live;
        since = System.nanoTime();
      }
      boolean left =
          seen.isPresent() && System.nanoTime() - since > seconds(seen.get().durationSeconds());
      if (holder.isEmpty() || left) {
        Optional<LeaseRecord> taken = tryToTake(requests, namespace, live, identity);
        if (taken.isPresent()) {
          return taken.get();
        }
        seen = Optional.empty();
      } else if (seen.isEmpty()) {
        seen = live;
        since = System.nanoTime();
        log.accept(
            "%s has the lease of %s; looking whether it is still at work"
                .formatted(live.get().holderName(), namespace));
      }
      Thread.sleep(LOOK.toMillis());
    }
  }

  private static boolean moved(Optional<LeaseRecord> seen, Optional<LeaseRecord> live) {
    return !seen.get().renewed().equals(live.get().renewed())
        || !seen.get().holder().equals(live.get().holder());
  }

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  /** Empty if somebody else was faster, or the answer was lost. */
  private static Optional<LeaseRecord> tryToTake(
      Requests requests, String namespace, Optional<LeaseRecord> live, String identity)
      throws InterruptedException {
    LeaseRecord mine = live.orElseGet(() -> LeaseRecord.first(namespace)).takenBy(identity);
    try {
      ObjectNode written =
          live.isPresent()
              ? requests.replace(path(namespace), mine.json())
              : requests.create(list(namespace), mine.json());
      return Optional.of(new LeaseRecord(written));
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409 || e.getCode() <= 0 || e.getCode() > 500) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static WorkFailedException held(String namespace, LeaseRecord record) {
    return new WorkFailedException(
        "%s is being deployed by %s since %s; try again when it is done"
            .formatted(namespace, record.holderName(), record.since()));
  }

  private void renew() {
    try {
      long now = System.nanoTime();
      LeaseRecord renewed;
      try {
        renewed = new LeaseRecord(requests.replace(path(namespace), current().renewedNow().json()));
      } catch (KubernetesClientException e) {
        if (e.getCode() != 409) {
          throw e;
        }
        renewed = new LeaseRecord(requests.get(path(namespace)));
        if (!renewed.holder().equals(identity)) {
          lose("%s has taken over the deployment of %s".formatted(renewed.holderName(), namespace));
          return;
        }
        // Somebody changed a label, or an earlier renewal arrived whose answer was lost.
        now = renewedAt();
      }
      renewed(renewed, now);
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        lose("somebody has deleted the lease of %s".formatted(namespace));
      }
      // Otherwise it tries again in a moment, and check() waits for it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized LeaseRecord current() {
    return record;
  }

  private synchronized long renewedAt() {
    return renewedAt;
  }

  private synchronized void renewed(LeaseRecord renewed, long at) {
    record = renewed;
    renewedAt = at;
    notifyAll();
  }

  private synchronized void lose(String reason) {
    lost = reason;
    notifyAll();
  }

  /**
   * Returns while this deployment may go on. While the API server is away it waits until the lease
   * could be renewed.
   *
   * @throws WorkFailedException if somebody else has taken the lease, or the API server is away for
   *     longer than a minute
   */
  public synchronized void check() {
    long end = System.nanoTime() + Requests.PATIENCE.toNanos();
    while (true) {
      if (lost != null) {
        throw new WorkFailedException(lost + "; this deployment stops");
      }
      long now = System.nanoTime();
      if (now - renewedAt < SURE.toNanos()) {
        return;
      }
      if (now > end) {
        throw new WorkFailedException(
            "the lease of %s could not be renewed for a minute; this deployment stops"
                .formatted(namespace));
      }
      try {
        wait(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new WorkFailedException("the deployment of %s was interrupted".formatted(namespace));
      }
    }
  }

  /** What a former holder noted that found nothing to do. */
  synchronized Optional<String> settled() {
    return settled;
  }

  /** Notes that there is nothing to do, for the next one; written when the lease is given back. */
  synchronized void markSettled(String note) {
    settled = Optional.of(note);
  }

  /** Gives the lease back. Does not throw: one that could not be given back runs out by itself. */
  @Override
  public void close() {
    if (background.isShutdown()) {
      return;
    }
    // Not in this thread: it may be interrupted, and the lease has to be given back all the same.
    background.submit(this::release);
    background.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      background.awaitTermination(RELEASE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void release() {
    try {
      LeaseRecord live = new LeaseRecord(requests.get(path(namespace)));
      if (live.holder().equals(identity)) {
        LeaseRecord released = live.released();
        LeaseRecord noted = settled().map(released::withSettled).orElse(released);
        requests.replace(path(namespace), noted.json());
      }
    } catch (KubernetesClientException e) {
      // It runs out.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops without a word, as a killed process does. */
  void abandon() {
    background.shutdownNow();
  }

  private static String list(String namespace) {
    return ApiPath.root(LeaseRecord.API_VERSION) + "/namespaces/" + namespace + "/leases";
  }

  private static String path(String namespace) {
    return list(namespace) + "/" + LeaseRecord.NAME;
  }
}
