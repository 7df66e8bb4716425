package io.drover.engine.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What JUnit XML files say of test cases. They are counted one by one: the totals that such files
 * state are not always true.
 *
 * @param passed test cases that passed, also those that did so only when they were run again
 * @param failed test cases with a failure or an error
 * @param skipped test cases that were skipped
 * @param flaky those of the passed ones that failed at first
 * @param time what the cases say that they took, in all
 * @param failures the first of those that failed, 20 at most
 * @param unreadable names of files that are not JUnit XML
 */
public record TestResults(
    int passed,
    int failed,
    int skipped,
    int flaky,
    Duration time,
    List<Failure> failures,
    List<String> unreadable) {

  public TestResults {
    failures = List.copyOf(failures);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * A test case that failed.
   *
   * @param name class and name of the case, as the file has them
   * @param message what went wrong, 20 lines and 2,000 characters at most; may be empty
   */
  public record Failure(String name, String message) {
    private static final int SHOWN_LINES = 5;
    private static final int SHOWN_WIDTH = 160;

    /** The beginning of the message, for a terminal. */
    List<String> firstLines() {
      return message
          .lines()
          .filter(line -> !line.isBlank())
          .limit(SHOWN_LINES)
          .map(line -> line.length() > SHOWN_WIDTH ? line.substring(0, SHOWN_WIDTH) + "…" : line)
          .toList();
    }
  }

  /** Reads files; empty when there are none, or they hold no test case and are all readable. */
  public static Optional<TestResults> read(List<Path> files) {
    JUnitReader reader = new JUnitReader();
    files.forEach(reader::read);
    TestResults results = reader.results();
    boolean nothing = results.cases() == 0 && results.unreadable().isEmpty();
    return nothing ? Optional.empty() : Optional.of(results);
  }

  private int cases() {
    return passed + failed + skipped;
  }

  /**
   * The results as a person says them: the counts in one line, then the first failure with the
   * beginning of its message.
   */
  public List<String> words() {
    List<String> lines = new ArrayList<>();
    if (cases() > 0) {
      lines.add(counts());
    }
    if (!failures.isEmpty()) {
      Failure first = failures.get(0);
      lines.add("first failure: " + first.name());
      first.firstLines().forEach(line -> lines.add("  | " + line));
    }
    if (!unreadable.isEmpty()) {
      lines.add("not JUnit XML: " + String.join(", ", unreadable));
    }
    return lines;
  }

  private String counts() {
    List<String> words = new ArrayList<>();
    words.add("%d %s passed".formatted(passed, passed == 1 ? "test" : "tests"));
    if (failed > 0) {
      words.add(failed + " failed");
    }
    if (skipped > 0) {
      words.add(skipped + " skipped");
    }
    if (flaky > 0) {
      words.add(flaky + " flaky");
    }
    String seconds = String.format(Locale.ROOT, " in %.1f s", time.toMillis() / 1000.0);
    return String.join(", ", words) + (time.isZero() ? "" : seconds);
  }
}
