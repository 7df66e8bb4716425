package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code drover deploy} is ended in the middle of its work, or started twice. {@code
 * -Ddrover.chaos.kills=20} kills it more often; {@code -Ddrover.chaos.seed=…} does so at the
 * moments of an earlier run.
 */
@NeedsCluster(pods = true, registry = true)
class DeployChaosTest {
  private static final int KILLS = Integer.getInteger("drover.chaos.kills", 3);
  private static final long SEED = Long.getLong("drover.chaos.seed", System.nanoTime());

  /** No command needs longer to start: nothing is to be killed before. */
  private static final long START_MILLIS = 300;

  private static final int SLOW = 6;

  @TempDir private Path folder;

  private final TestCluster cluster;
  private ClusterPlace place;

  DeployChaosTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void deployOnce() {
    place = new ClusterPlace(cluster, folder);
    place.settle();
  }

  @Test
  void killedAtAnyMomentTheEnvironmentAnswersAndTheNextDeploymentPutsEverythingRight() {
    place.project().change();
    long millis = place.settle().time().toMillis();
    place.assertSettled();
    Random random = new Random(SEED);
    System.out.printf("drover.chaos.seed=%d, %d kills within %d ms%n", SEED, KILLS, millis);
    List<Duration> recoveries = new ArrayList<>();
    try (Availability availability = availability()) {
      for (long moment : moments(millis, random)) {
        place.project().change();
        killAfter(moment);
        if (random.nextBoolean()) {
          place.project().change();
        }
        Outcome recovery = place.settle();
        recoveries.add(recovery.time());
        assertThat(availability.lapses()).isEmpty();
        place.assertSettled();
      }
      System.out.printf(
          "%d kills, 0 lapses in %d looks, recovered in %s%n",
          KILLS, availability.looks(), recoveries);
    }
  }

  /** Spread over the deployment, in any order. */
  private static List<Long> moments(long millis, Random random) {
    List<Long> moments = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      double part = (i + random.nextDouble()) / KILLS;
      moments.add(START_MILLIS + (long) (part * (millis - START_MILLIS)));
    }
    Collections.shuffle(moments, random);
    return moments;
  }

  private void killAfter(long millis) {
    RunningDrover running = place.start();
    Pause.millis(millis);
    if (running.isAlive()) {
      running.killGroup();
    }
    String said = running.lastSaid();
    System.out.printf("ended after %d ms with %d: %s%n", millis, running.await().status(), said);
  }

  /** These take milliseconds at the end of a deployment, which a moment by chance seldom meets. */
  @Test
  void killedWhileNamesMoveOrOldServicesGoTheNextDeploymentPutsEverythingRight() {
    try (Availability availability = availability()) {
      for (int i = 0; i < 2; i++) {
        boolean atRoutes = i == 0;
        String colour = selected();
        String old = "only-" + place.project().version();
        place.project().change();
        RunningDrover running =
            place
                .start()
                .await(
                    () -> atRoutes ? !selected().equals(colour) : isGone(old),
                    atRoutes ? "moved a name" : "removed " + old);
        running.killGroup();
        System.out.printf("ended at: %s%n", running.lastSaid());
        running.await();
        place.settle();
        assertThat(availability.lapses()).isEmpty();
        place.assertSettled();
      }
    }
  }

  private String selected() {
    return place
        .client()
        .services()
        .inNamespace(place.namespace())
        .withName("colours")
        .get()
        .getSpec()
        .getSelector()
        .get("drover.io/colour");
  }

  private boolean isGone(String service) {
    return place.client().services().inNamespace(place.namespace()).withName(service).get() == null;
  }

  private Availability availability() {
    return Availability.of(place.client(), place.namespace(), "rolling", "colours");
  }

  @Test
  void ofTwoDeploymentsAtOnceTheSecondSaysWhoIsAtWorkAndSinceWhen() {
    place.project().changeSlowly(SLOW);
    RunningDrover first = place.start().awaitSaid("Deployment rolling changed");
    Outcome second = place.start().await();

    assertThat(second.status()).as(second.said()).isEqualTo(1);
    assertThat(second.err())
        .containsPattern("is being deployed by \\S.* since \\d\\d:\\d\\d:\\d\\d; try again");
    assertThat(first.await().status()).isZero();
    assertThat(place.versionOf("rolling")).isEqualTo(place.project().version());
    place.assertSettled();
  }

  @Test
  void ctrlCPutsBackWhatIsNotReady() {
    String before = place.project().version();
    place.project().breakIt();
    try (Availability availability = availability()) {
      RunningDrover running = place.start().awaitSaid("Deployment rolling changed");
      Pause.millis(1500);
      Outcome outcome = running.signal("INT").await();

      assertThat(outcome.status()).as(outcome.said()).isEqualTo(130);
      assertThat(outcome.err()).contains("interrupted: what is not ready is put back");
      assertThat(availability.lapses()).isEmpty();
    }
    assertThat(place.versionOf("rolling")).isEqualTo(before);
    assertThat(place.run("history").out()).contains("interrupted");
    place.project().takeBack();
    place.settle();
    place.assertSettled();
  }

  @Test
  void aPodThatIsDeletedInMidRollOutIsReplaced() {
    place.project().changeSlowly(SLOW);
    try (Availability availability = availability()) {
      RunningDrover running = place.start().awaitSaid("Deployment rolling changed");
      Pause.until(Duration.ofSeconds(20), () -> newPods().size() > 0);
      newPods().forEach(pod -> place.client().resource(pod).withGracePeriod(0).delete());
      Outcome outcome = running.await();

      assertThat(outcome.status()).as(outcome.said()).isZero();
      assertThat(availability.lapses()).isEmpty();
    }
    place.assertSettled();
  }

  private List<Pod> newPods() {
    return place
        .client()
        .pods()
        .inNamespace(place.namespace())
        .withLabel("app.kubernetes.io/instance", "rolling")
        .list()
        .getItems()
        .stream()
        .filter(DeployChaosTest.this::isNew)
        .toList();
  }

  private boolean isNew(Pod pod) {
    return pod.getSpec().getContainers().get(0).getEnv().stream()
        .anyMatch(e -> place.project().version().equals(e.getValue()));
  }
}
