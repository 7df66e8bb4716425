package io.drover.engine.deploy.podman;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplicaPlanTest {
  private static final PodmanContainer OLD = replica("old", "spec-1", true);
  private static final PodmanContainer LIVE = replica("live", "spec-2", true);
  private static final PodmanContainer SPARE = replica("a-spare", "spec-2", true);
  private static final PodmanContainer STOPPED = replica("b-stopped", "spec-2", false);

  @Test
  void whatIsAsWantedStaysAndNothingIsDone() {
    assertThat(ReplicaPlan.of(List.of(LIVE), Set.of("live"), "spec-2", 1).isEmpty()).isTrue();
  }

  @Test
  void othersAreReplaced() {
    ReplicaPlan plan = ReplicaPlan.of(List.of(OLD), Set.of("old"), "spec-2", 2);
    assertThat(plan).isEqualTo(new ReplicaPlan(List.of(), 2, List.of(OLD)));
  }

  @Test
  void whatServesIsKeptBeforeWhatRunsAndWhatRunsBeforeWhatWouldHaveToStart() {
    List<PodmanContainer> all = List.of(STOPPED, SPARE, LIVE);
    assertThat(ReplicaPlan.of(all, Set.of("live"), "spec-2", 1).keep()).containsExactly(LIVE);
    assertThat(ReplicaPlan.of(all, Set.of("live"), "spec-2", 2).keep())
        .containsExactly(SPARE, LIVE);
    ReplicaPlan plan = ReplicaPlan.of(all, Set.of("live"), "spec-2", 4);
    assertThat(plan.start()).containsExactly(STOPPED);
    assertThat(plan.create()).isEqualTo(1);
  }

  @Test
  void noReplicasMeansNone() {
    ReplicaPlan plan = ReplicaPlan.of(List.of(LIVE, OLD), Set.of("live"), "spec-2", 0);
    assertThat(plan.drop()).containsExactly(LIVE, OLD);
    assertThat(plan.create()).isZero();
  }

  private static PodmanContainer replica(String pod, String spec, boolean running) {
    return new PodmanContainer(
        "x-" + pod, pod, "catalog", false, spec, "image", "10.0.0.1", running);
  }
}
