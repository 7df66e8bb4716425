package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Drover is ended in the middle of its work, or started twice. */
@RealParts
@ResourceLock(Workplace.SHARED)
class InterruptionTest {
  private static final Duration AT_MOST = Duration.ofSeconds(60);

  private final Workplace place;
  private final TinyProject project;

  InterruptionTest(Workplace place) {
    this.place = place;
    this.project = place.project();
  }

  @AfterEach
  void restore() {
    project.restore();
  }

  /** Moments of a run that has everything to do. */
  enum Moment {
    PREPARING("", 800),
    BUILDING("build:web | + sleep", 0),
    PUBLISHING("publish:web | uploading", 0),
    INSTALLING("image:web | + apt-get update", 100),
    PUSHING("image:web | + apt-get download", 300),
    DEPLOYING("deploy:dev | web: starting 1 new", 300);

    private final String said;
    private final int millis;

    Moment(String said, int millis) {
      this.said = said;
      this.millis = millis;
    }

    void await(RunningDrover run) {
      run.awaitSaid(said);
      Pause.millis(millis);
    }
  }

  @Test
  void ctrlCAtAnyMomentLeavesNothingOfTheRunAndWhatServedGoesOnServing() {
    for (Moment moment : Moment.values()) {
      project.slowBuild(1).change();
      RunningDrover run = runUpTo(moment);
      Instant signalled = Instant.now();
      Outcome outcome = run.signal("INT").await();

      assertThat(outcome.status()).as(moment + outcome.said()).isEqualTo(130);
      assertThat(Duration.between(signalled, Instant.now())).as("" + moment).isLessThan(AT_MOST);
      place.assertNothingOfRunsIsLeft();
      assertThat(place.answer("dev")).as("" + moment).startsWith("dev hello");
    }
    settlesToTheNewest();
  }

  @Test
  void killedAtAnyMomentTheNextRunGoesOnFromThere() {
    project.slowBuild(1).change();
    for (Moment moment : Moment.values()) {
      Outcome outcome = runUpTo(moment).signal("KILL").await();
      assertThat(outcome.status()).as(moment + outcome.said()).isEqualTo(137);
    }
    settlesToTheNewest();
  }

  @Test
  void ofTwoRunsAtOnceTheSecondEndsAtOnceAndSaysWhy() {
    project.slowBuild(1).change();
    RunningDrover first = runUpTo(Moment.BUILDING);
    Outcome second = place.run("--to", "dev");

    assertThat(second.status()).isEqualTo(1);
    assertThat(second.err()).contains("another drover (process " + first.pid() + ")", "tiny");
    assertThat(second.time()).isLessThan(Duration.ofSeconds(10));
    assertThat(first.await().status()).isZero();
    assertThat(place.answer("dev")).startsWith("dev " + project.read("web/greeting").strip());
    place.assertNothingOfRunsIsLeft();
  }

  private RunningDrover runUpTo(Moment moment) {
    RunningDrover run = place.start("--to", "dev", "--verbose");
    moment.await(run);
    return run;
  }

  private void settlesToTheNewest() {
    place.settle("--to", "dev");
    assertThat(place.answer("dev")).startsWith("dev " + project.read("web/greeting").strip());
    place.assertNothingOfRunsIsLeft();
  }
}
