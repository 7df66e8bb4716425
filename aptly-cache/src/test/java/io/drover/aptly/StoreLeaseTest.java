package io.drover.aptly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
class StoreLeaseTest {

  private static AptlyServer server;

  @BeforeAll
  static void start() throws IOException {
    server = AptlyServer.start();
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void ofSeveralWhoSeeTheServerUnderDifferentAddressesOneAtATimeWrites() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<FaultyProxy> addresses = new ArrayList<>();
    List<Future<?>> writers = new ArrayList<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    for (int i = 0; i < 6; i++) {
      FaultyProxy address = new FaultyProxy(server.api(), exchange -> false);
      addresses.add(address);
      AptlyClient client = AptlyClient.at(address.uri(), AptlyServer.TIMEOUT);
      writers.add(
          threads.submit(
              () -> {
                for (int turn = 0; turn < 5; turn++) {
                  StoreLease.holding(
                      client,
                      () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Pauses.sleep(10);
                        return inside.decrementAndGet();
                      });
                }
              }));
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    threads.shutdown();
    addresses.forEach(FaultyProxy::close);
    assertThat(most).hasValue(1);
    assertThat(leases()).hasSize(1).allMatch(lease -> lease.endsWith(" free"));
  }

  @Test
  void whoDiedLosesItAfterAWhileAndAtOnceWhereNobodyElseCanBeMeant() {
    AptlyClient client = server.client();
    StoreLease.holding(client, () -> "");
    dieWithTheLease(client);
    long begin = System.nanoTime();

    StoreLease.holding(client, () -> "");

    Duration waited = Duration.ofNanos(System.nanoTime() - begin);
    assertThat(waited).isGreaterThanOrEqualTo(StoreLease.EXPIRY);
    dieWithTheLease(client);
    StoreLease.release(client);
    assertThat(leases()).hasSize(1).allMatch(lease -> lease.endsWith(" free"));
  }

  private static void dieWithTheLease(AptlyClient client) {
    String last = leases().get(0).split(" ")[0];
    long number = Long.parseLong(last.substring(last.indexOf('_') + 1)) + 1;
    client.snapshotRepository("drover-lease", "drover-lease_" + number, "process 1 of nowhere");
    client.deleteSnapshot(last);
  }

  private static List<String> leases() {
    return server.client().snapshots().stream()
        .filter(note -> note.name().startsWith("drover-lease_"))
        .map(note -> note.name() + " " + note.description())
        .toList();
  }
}
