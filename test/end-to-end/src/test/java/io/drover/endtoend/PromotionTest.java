package io.drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Releases enter {@code prd} only when a person lets them. */
@RealParts
@ResourceLock(Workplace.SHARED)
class PromotionTest {
  private final Workplace place;
  private final TinyProject project;

  PromotionTest(Workplace place) {
    this.place = place;
    this.project = place.project();
  }

  @BeforeEach
  void releaseToApprove() {
    project
        .change()
        .replace("environments.yaml", "mode: auto, timeout: 60} # prd", "mode: manual}");
  }

  @AfterEach
  void restore() {
    project.restore();
  }

  @Test
  void withoutATerminalTheReleaseWaitsUntilItIsApproved() {
    List<String> before = place.machine().replicas("prd");

    Outcome waiting = place.run();
    assertThat(waiting.status()).as(waiting.said()).isZero();
    assertThat(waiting.row("promote:stg")).contains("waiting", "drover run --approve prd");
    assertThat(waiting.report().with("waiting")).containsExactly("promote:stg");
    assertThat(waiting.report().task("deploy:prd").status()).isEqualTo("skipped");
    assertCtrlCAtTheQuestionEndsTheRun();
    assertThat(place.machine().replicas("prd")).isEqualTo(before);

    place.settle("--approve", "prd");
    assertThat(place.answer("prd")).startsWith("prd " + project.read("web/greeting").strip());

    assertThat(place.settle().report().task("deploy:prd").reused()).isTrue();
  }

  private void assertCtrlCAtTheQuestionEndsTheRun() {
    try (TerminalRun run = TerminalRun.start(place)) {
      run.awaitSaid("into prd? [y/N]");
      Instant typed = Instant.now();
      run.type("\u0003");

      assertThat(run.await()).as(run.said()).isEqualTo(130);
      assertThat(Duration.between(typed, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }
    place.assertNothingOfRunsIsLeft();
  }

  @Test
  void onATerminalTheRunIsShownAndGoesOnAfterAYes() {
    try (TerminalRun run = TerminalRun.start(place)) {
      run.awaitSaid("> image:web");
      run.awaitSaid("into prd? [y/N]");
      run.type("y\n");

      assertThat(run.await()).as(run.said()).isZero();
      assertThat(run.said()).contains("+ build:web", "tiny: succeeded");
    }
    assertThat(place.answer("prd")).startsWith("prd " + project.read("web/greeting").strip());
  }
}
