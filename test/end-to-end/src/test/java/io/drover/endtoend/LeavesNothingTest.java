package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** After everything that the other tests did: the end of it all. */
@RealParts
@Isolated("run when all the others have ended")
class LeavesNothingTest {
  private final Workplace place;

  LeavesNothingTest(Workplace place) {
    this.place = place;
  }

  @Test
  void downWithPurgeLeavesNoContainerNoProcessAndNoFile() {
    String registry = "127.0.0.1:" + place.server("registry").port() + "/";
    Outcome outcome = place.down("--purge");

    assertThat(outcome.status()).as(outcome.said()).isZero();
    assertThat(place.machine().inPodman()).isEmpty();
    assertThat(place.machine().imageBuilds()).isEmpty();
    assertThat(place.machine().images()).noneMatch(name -> name.startsWith(registry));
    Machine machine = place.machine();
    Pause.until(Duration.ofSeconds(5), () -> machine.processesButNameServer().isEmpty());
    assertThat(machine.processesButNameServer()).isEmpty();
    assertThat(place.state()).doesNotExist();
  }
}
