package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The API server is away for a while in the middle of a deployment. Only on a cluster that {@code
 * test/cluster/up} has made, which {@code DROVER_TEST_CLUSTER_DIR} says: that of somebody else is
 * not ours to stop.
 */
@NeedsCluster(pods = true, registry = true)
@EnabledIf("isOurs")
@ResourceLock(NeedsCluster.API_SERVER)
class ApiServerChaosTest {
  private static final long AWAY_MILLIS = 10_000;
  private static final int SLOW = 4;

  @TempDir private Path folder;

  private final TestCluster cluster;
  private ClusterPlace place;

  ApiServerChaosTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  static boolean isOurs() {
    String dir = System.getenv("DROVER_TEST_CLUSTER_DIR");
    String named = System.getenv("DROVER_TEST_KUBECONFIG");
    String kubeconfig = named == null ? System.getenv("KUBECONFIG") : named;
    boolean ours = dir != null && Path.of(dir, "kubeconfig").toString().equals(kubeconfig);
    if (!ours) {
      System.err.println(
          "SKIPPED "
              + ApiServerChaosTest.class.getName()
              + ": the cluster is none of test/cluster/up with DROVER_TEST_CLUSTER_DIR");
    }
    return ours;
  }

  @BeforeEach
  void deployOnce() {
    place = new ClusterPlace(cluster, folder);
    place.settle();
  }

  @Test
  void aDeploymentWaitsForItInMidRollOut() {
    deployWithout("Deployment rolling changed", 1000);
  }

  @Test
  void aDeploymentWaitsForItBeforeItHasWrittenAnything() {
    deployWithout("dev: release", 0);
  }

  /**
   * What it says meanwhile is not looked at here: a watch or an answer that hangs, as on a busy
   * machine, is a silent one.
   */
  private void deployWithout(String said, long millisLater) {
    place.project().changeSlowly(SLOW);
    RunningDrover running = place.start().awaitSaid(said);
    Pause.millis(millisLater);
    apiServer("stop");
    try {
      Pause.millis(AWAY_MILLIS);
      assertThat(running.isAlive()).as("it waits; it said: %s", running.lastSaid()).isTrue();
    } finally {
      apiServer("start");
    }
    Outcome outcome = running.await();
    assertThat(outcome.status()).as(outcome.said()).isZero();
    assertThat(place.versionOf("rolling")).isEqualTo(place.project().version());
    place.assertSettled();
  }

  private static void apiServer(String what) {
    Path root = DroverCommand.launcher().getParent();
    Shell.run(root.resolve("test/cluster/apiserver").toString(), what);
  }
}
