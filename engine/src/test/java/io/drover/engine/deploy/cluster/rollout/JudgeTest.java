package io.drover.engine.deploy.cluster.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.deploy.cluster.rollout.Judge.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Completion OPEN =
      new Completion(false, Optional.empty(), "1 of 3 new replicas ready");
  private static final Completion DONE =
      new Completion(true, Optional.empty(), "3 of 3 new replicas ready");

  private final Judge judge =
      new Judge(new Workload("catalog", "Deployment", "catalog-blue", Duration.ofSeconds(60)));

  @Test
  void whatIsDoneIsReady() {
    assertThat(at(0, DONE)).contains(Decision.READY);
  }

  @Test
  void whatNoProbeAsksHasToRunForAFewSeconds() {
    at(0, OPEN);
    Diagnosis unasked = new Diagnosis(true, true, DONE, List.of());
    assertThat(judge.decide(unasked, seconds(1), true)).isEmpty();
    assertThat(judge.decide(unasked, seconds(5), true)).isEmpty();
    assertThat(judge.decide(unasked, seconds(6), true)).contains(Decision.READY);
  }

  @Test
  void whatNoProbeAsksAndCrashedBeforeHasToRunForLonger() {
    at(0, OPEN, Trouble.of(Cause.CRASH, "crash"));
    Diagnosis unasked = new Diagnosis(true, true, DONE, List.of());
    assertThat(judge.decide(unasked, seconds(1), true)).isEmpty();
    assertThat(judge.decide(unasked, seconds(30), true)).isEmpty();
    assertThat(judge.decide(unasked, seconds(31), true)).contains(Decision.READY);
  }

  @Test
  void aMissingImageIsHopelessAfterTwoPullsAndTenSeconds() {
    Trouble missing = Trouble.of(Cause.IMAGE_REFUSED, "no such image");
    assertThat(at(0, OPEN, missing)).isEmpty();
    assertThat(at(9, OPEN, missing.times(2))).isEmpty();
    assertThat(at(10, OPEN, missing)).isEmpty();
    assertThat(at(10, OPEN, missing.times(2)).orElseThrow().reason()).isEqualTo("no such image");
  }

  @Test
  void patienceBeginsAnewWhenTheTroubleWasGone() {
    Trouble configuration = Trouble.of(Cause.CONFIGURATION, "no such secret");
    assertThat(at(0, OPEN, configuration)).isEmpty();
    assertThat(at(14, OPEN)).isEmpty();
    assertThat(at(15, OPEN, configuration)).isEmpty();
    assertThat(at(29, OPEN, configuration)).isEmpty();
    assertThat(at(30, OPEN, configuration)).isPresent();
  }

  @Test
  void theThirdRestartIsHopeless() {
    Trouble crash = Trouble.of(Cause.CRASH, "crash");
    assertThat(at(1, OPEN, crash.times(2))).isEmpty();
    assertThat(at(2, OPEN, crash.times(3))).isPresent();
  }

  @Test
  void aCrashFromBeforeTheRollOutHasToHappenOnceMore() {
    Trouble crash = Trouble.of(Cause.CRASH, "crash");
    assertThat(at(0, OPEN, crash.times(20))).isEmpty();
    assertThat(at(40, OPEN, crash.times(20))).isEmpty();
    assertThat(at(41, OPEN, crash.times(21))).isPresent();
  }

  @Test
  void whatMayPassWaitsForTheDeadlineAndIsToldThen() {
    Trouble full = Trouble.of(Cause.UNSCHEDULABLE, "no node takes a pod");
    assertThat(at(0, OPEN, full.times(100))).isEmpty();
    assertThat(at(59, OPEN, full.times(100))).isEmpty();
    assertThat(at(60, OPEN, full).orElseThrow().reason())
        .isEqualTo("not ready within 60 s (1 of 3 new replicas ready): no node takes a pod");
  }

  @Test
  void theLastTroubleIsToldAlsoWhenItIsGoneAtTheDeadline() {
    at(0, OPEN, Trouble.of(Cause.VOLUME, "no volume"));
    at(1, OPEN, Trouble.of(Cause.BUSY, "image x is being pulled"));
    assertThat(at(60, OPEN).orElseThrow().reason()).endsWith(": no volume");
  }

  @Test
  void anApiServerThatIsAwayAtTheDeadlineIsWaitedFor() {
    assertThat(judge.decide(open(), seconds(61), false)).isEmpty();
    assertThat(judge.decide(open(), seconds(120), false).orElseThrow().reason())
        .isEqualTo(
            "not ready within 120 s (1 of 3 new replicas ready; the API server has not answered"
                + " since, so this may be out of date)");
    assertThat(judge.decide(open(), seconds(61), true)).isPresent();
  }

  @Test
  void aControllerThatGivesUpIsBelievedUnlessItDidSoBefore() {
    Completion before = new Completion(false, Optional.of("no progress (since 1)"), "0 of 1");
    Completion now = new Completion(false, Optional.of("no progress (since 2)"), "0 of 1");
    assertThat(at(0, before)).isEmpty();
    assertThat(at(1, before)).isEmpty();
    assertThat(at(2, now).orElseThrow().reason()).isEqualTo("no progress (since 2)");
  }

  @Test
  void aJobThatFailedBeforeTheFirstLookHasFailed() {
    Judge job = new Judge(new Workload("migrate", "Job", "migrate", Duration.ofSeconds(60)));
    Completion failed = new Completion(false, Optional.of("BackoffLimitExceeded"), "0 of 1 run");
    Diagnosis diagnosis =
        new Diagnosis(true, false, failed, List.of(Trouble.of(Cause.CRASH, "exit code 1")));
    assertThat(job.decide(diagnosis, seconds(0), true).orElseThrow().reason())
        .isEqualTo("BackoffLimitExceeded: exit code 1");
  }

  @Test
  void aWorkloadThatIsGoneIsToldByItsOwnName() {
    Diagnosis none = new Diagnosis(false, false, OPEN, List.of());
    assertThat(judge.decide(none, seconds(0), true).orElseThrow().reason())
        .isEqualTo("deployment/catalog-blue is not in the cluster. Did somebody delete it?");
  }

  private Optional<Decision> at(long second, Completion completion, Trouble... troubles) {
    return judge.decide(
        new Diagnosis(true, false, completion, List.of(troubles)), seconds(second), true);
  }

  private static Diagnosis open() {
    return new Diagnosis(true, false, OPEN, List.of());
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
