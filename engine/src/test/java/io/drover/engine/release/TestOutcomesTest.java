package io.drover.engine.release;

import static io.drover.engine.release.ReleaseFixtures.outcome;
import static io.drover.engine.release.ReleaseFixtures.release;
import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.release.TestOutcome.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TestOutcomesTest {
  private static final String A = release('a').id();
  private static final String B = release('b').id();

  private static TestOutcomes of(TestOutcome... outcomes) {
    TestOutcomes all = TestOutcomes.NONE;
    for (TestOutcome outcome : outcomes) {
      all = all.with(outcome);
    }
    return all;
  }

  @Test
  void aReleaseHasToPassEveryTestItselfAndLately() {
    TestOutcomes tests =
        of(
            outcome("smoke", 'a', Result.PASSED),
            outcome("load", 'a', Result.FLAKY),
            outcome("smoke", 'b', Result.PASSED),
            outcome("load", 'b', Result.PASSED),
            outcome("smoke", 'b', Result.FAILED));

    assertThat(tests.against(List.of("smoke", "load"), A)).isEmpty();
    assertThat(tests.against(List.of("smoke", "load"), B))
        .singleElement()
        .asString()
        .startsWith("smoke failed on ")
        .endsWith("line 1 of 1 ended with 3");
    assertThat(tests.against(List.of("load", "gpu"), A))
        .containsExactly("gpu has not run for this release");
  }

  @Test
  void theYardstickIsTheLastOtherReleaseThatPassed() {
    TestOutcomes tests =
        of(
            outcome("load", 'a', Result.PASSED),
            outcome("load", 'b', Result.FAILED),
            outcome("load", 'c', Result.PASSED));
    assertThat(tests.passedBefore("load", release('c').id())).map(TestOutcome::release).contains(A);
    assertThat(tests.passedBefore("smoke", A)).isEmpty();
  }

  private record Ran(String test, char release, Result result) {}

  /** Releases come one after the other; only the newest is tested again. */
  private static List<Ran> history(List<Integer> seeds) {
    List<Ran> history = new ArrayList<>();
    int release = 0;
    for (int seed : seeds) {
      release = Math.min(15, release + seed / 9 % 2);
      history.add(
          new Ran(
              "t" + seed % 3, "0123456789abcdef".charAt(release), Result.values()[seed / 3 % 3]));
    }
    return history;
  }

  @Property
  void whateverRunsTheNewestAndTheLastThatPassedAreKnownAndTheRestIsBounded(
      @ForAll @Size(max = 30) List<@IntRange(max = 17) Integer> seeds) {
    List<Ran> history = history(seeds);
    TestOutcomes tests = TestOutcomes.NONE;
    for (Ran ran : history) {
      tests = tests.with(outcome(ran.test(), ran.release(), ran.result()));
    }
    for (String test : Set.of("t0", "t1", "t2")) {
      List<Ran> all = history.stream().filter(r -> r.test().equals(test)).toList();
      List<TestOutcome> kept =
          tests.outcomes().stream().filter(o -> o.test().equals(test)).toList();
      assertThat(kept).hasSizeLessThanOrEqualTo(TestOutcomes.MOST_OF_A_TEST + 2);
      assertThat(kept).extracting(TestOutcome::release).doesNotHaveDuplicates();
      if (!all.isEmpty()) {
        Ran last = all.get(all.size() - 1);
        String id = release(last.release()).id();
        assertThat(tests.of(test, id).map(TestOutcome::result)).contains(last.result());
        assertThat(tests.passedBefore(test, id).map(TestOutcome::release))
            .isEqualTo(lastPassed(all, last.release()));
      }
    }
  }

  /** A plain model: for each other release its newest outcome counts. */
  private static Optional<String> lastPassed(List<Ran> all, char except) {
    Set<Character> seen = new HashSet<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      Ran ran = all.get(i);
      if (ran.release() != except && seen.add(ran.release()) && ran.result() != Result.FAILED) {
        return Optional.of(release(ran.release()).id());
      }
    }
    return Optional.empty();
  }
}
