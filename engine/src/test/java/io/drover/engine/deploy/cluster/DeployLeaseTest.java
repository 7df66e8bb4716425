package io.drover.engine.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.testing.NeedsCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsCluster
@Timeout(120)
class DeployLeaseTest {
  private TestNamespace namespace;

  @BeforeEach
  void connect() throws InterruptedException {
    namespace = new TestNamespace();
  }

  @AfterEach
  void remove() {
    namespace.close();
  }

  private DeployLease acquire(String identity) throws InterruptedException {
    return acquire(identity, Duration.ZERO, line -> {});
  }

  private DeployLease acquire(String identity, Duration patience, Consumer<String> log)
      throws InterruptedException {
    return DeployLease.acquire(namespace.cluster, namespace.name, identity, patience, log);
  }

  @Test
  void whoComesSecondIsToldWhoIsAtWork() throws InterruptedException {
    try (DeployLease first = acquire("alice@laptop/1")) {
      first.check();
      long start = System.nanoTime();
      assertThatThrownBy(() -> acquire("bob@laptop/2"))
          .isInstanceOf(WorkFailedException.class)
          .hasMessageMatching(
              namespace.name
                  + " is being deployed by alice@laptop since \\d\\d:\\d\\d:\\d\\d; try again when"
                  + " it is done");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(14));
      first.check();
    }
  }

  @Test
  void whoHasPatienceWaitsForWhoIsAtWorkAndComesNext() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    CompletableFuture<DeployLease> second;
    try (DeployLease first = acquire("alice@laptop/1")) {
      second =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return acquire("bob@laptop/2", Duration.ofMinutes(1), log::add);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      while (log.size() < 2) {
        first.check();
        assertThat(second).isNotDone();
        Thread.sleep(50);
      }
      assertThat(log.get(1)).contains("is being deployed by alice@laptop", "waiting until");
    }
    try (DeployLease taken = second.get(60, TimeUnit.SECONDS)) {
      taken.check();
    }
  }

  @Test
  void oneThatWasGivenBackIsFreeAtOnce() throws InterruptedException {
    acquire("alice@laptop/1").close();
    long start = System.nanoTime();
    acquire("bob@laptop/2").close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void oneWhoseHolderDiedIsTakenOver() throws InterruptedException {
    DeployLease dead = acquire("alice@laptop/1");
    dead.abandon();
    List<String> log = new ArrayList<>();
    long start = System.nanoTime();
    try (DeployLease taken = acquire("bob@laptop/2", Duration.ZERO, log::add)) {
      taken.check();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(25));
      assertThat(log).hasSize(1).first().asString().contains("alice@laptop has the lease");
    }
  }

  @Test
  void ofTwoAtOnceOneWins() throws Exception {
    List<CompletableFuture<DeployLease>> attempts = new ArrayList<>();
    for (String who : List.of("alice@laptop/1", "bob@laptop/2", "carol@laptop/3")) {
      attempts.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return acquire(who);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    List<DeployLease> winners = new ArrayList<>();
    for (CompletableFuture<DeployLease> attempt : attempts) {
      try {
        winners.add(attempt.get(60, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        assertThat(e).rootCause().hasMessageContaining("is being deployed by");
      }
    }
    assertThat(winners).hasSize(1);
    winners.get(0).close();
  }

  @Test
  void oneThatSomebodyTookAwayStopsTheDeployment() throws InterruptedException {
    try (DeployLease lease = acquire("alice@laptop/1")) {
      String path = "/apis/coordination.k8s.io/v1/namespaces/" + namespace.name + "/leases/drover";
      ObjectNode stolen = namespace.cluster.requests().get(path);
      stolen.remove("status");
      namespace
          .cluster
          .requests()
          .replace(path, new LeaseRecord(stolen).takenBy("bob@laptop/2").json());
      Thread.sleep(5000);
      assertThatThrownBy(lease::check)
          .isInstanceOf(WorkFailedException.class)
          .hasMessageContaining("bob@laptop has taken over");
    }
  }

  @Test
  void itIsRenewedForLongerThanItLasts() throws InterruptedException {
    try (DeployLease lease = acquire("alice@laptop/1")) {
      Thread.sleep(18_000);
      lease.check();
      assertThatThrownBy(() -> acquire("bob@laptop/2")).isInstanceOf(WorkFailedException.class);
    }
  }
}
