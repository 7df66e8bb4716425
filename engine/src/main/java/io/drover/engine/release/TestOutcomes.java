package io.drover.engine.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What came of the tests of an environment: of each test the newest outcome for each of the last
 * releases, {@link #MOST_OF_A_TEST} of them. The newest two that passed stay longer.
 *
 * @param outcomes oldest first
 */
public record TestOutcomes(List<TestOutcome> outcomes) {
  /** How many outcomes of a test are kept, each for another release. */
  public static final int MOST_OF_A_TEST = 5;

  /** How many outcomes are kept that are not the newest of their test. */
  static final int MOST_OLDER = 300;

  /** The release that is tested, and the one that it is compared with. */
  private static final int YARDSTICKS = 2;

  /** Where nothing was tested yet. */
  public static final TestOutcomes NONE = new TestOutcomes(List.of());

  public TestOutcomes {
    outcomes = List.copyOf(outcomes);
  }

  /** The newest outcome of a test for a release. */
  public Optional<TestOutcome> of(String test, String release) {
    return newest(o -> o.test().equals(test) && o.release().equals(release));
  }

  /** What a test came to for the last release before a given one that passed it. */
  public Optional<TestOutcome> passedBefore(String test, String release) {
    return newest(o -> o.test().equals(test) && !o.release().equals(release) && o.passed());
  }

  private Optional<TestOutcome> newest(Predicate<TestOutcome> wanted) {
    return outcomes.stream().filter(wanted).reduce((older, newer) -> newer);
  }

  /**
   * What speaks against a release that has to pass tests.
   *
   * @param tests names of all of them
   * @param release the release's id
   * @return one line for each test that it did not pass; empty: it passed them all
   */
  public List<String> against(Collection<String> tests, String release) {
    List<String> lines = new ArrayList<>();
    for (String test : tests) {
      Optional<TestOutcome> outcome = of(test, release);
      if (outcome.isEmpty()) {
        lines.add("%s has not run for this release".formatted(test));
      } else if (!outcome.get().passed()) {
        String why = outcome.get().reason().map(": "::concat).orElse("");
        lines.add("%s failed on %s%s".formatted(test, outcome.get().time(), why));
      }
    }
    return lines;
  }

  /** These outcomes and a newer one, without those that it replaces. */
  TestOutcomes with(TestOutcome outcome) {
    List<TestOutcome> all = new ArrayList<>(outcomes);
    all.removeIf(o -> o.test().equals(outcome.test()) && o.release().equals(outcome.release()));
    all.add(outcome);
    return new TestOutcomes(kept(all));
  }

  private static List<TestOutcome> kept(List<TestOutcome> all) {
    Map<String, Integer> ofTest = new HashMap<>();
    Map<String, Integer> passed = new HashMap<>();
    List<TestOutcome> kept = new ArrayList<>();
    int older = 0;
    for (int i = all.size() - 1; i >= 0; i--) {
      TestOutcome outcome = all.get(i);
      int before = ofTest.merge(outcome.test(), 1, Integer::sum) - 1;
      boolean yardstick =
          outcome.passed() && passed.merge(outcome.test(), 1, Integer::sum) <= YARDSTICKS;
      boolean room = before < MOST_OF_A_TEST && older < MOST_OLDER;
      if (before == 0 || yardstick || room) {
        kept.add(0, outcome);
        older += before == 0 ? 0 : 1;
      }
    }
    return kept;
  }
}
