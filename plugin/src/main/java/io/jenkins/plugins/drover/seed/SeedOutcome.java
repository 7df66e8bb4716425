package io.jenkins.plugins.drover.seed;

import io.drover.config.problem.Problem;
import io.drover.config.problem.Severity;
import io.drover.seedjobs.change.Change;
import io.drover.seedjobs.change.Rename;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of bringing the jobs up to date.
 *
 * @param at when it began
 * @param took how long it took
 * @param cause why it was done
 * @param state how it ended
 * @param commit the commit that was read; empty if none could be
 * @param summary all of it in one line
 * @param problems of the three files, in file order
 * @param refused items that could not be brought up to date
 * @param renames jobs that are gone and look like new ones
 */
public record SeedOutcome(
    Instant at,
    Duration took,
    SeedCause cause,
    State state,
    String commit,
    String summary,
    List<Problem> problems,
    List<Change> refused,
    List<Rename> renames) {

  public SeedOutcome {
    problems = List.copyOf(problems);
    refused = List.copyOf(refused);
    renames = List.copyOf(renames);
  }

  /** How it ended. */
  public enum State {
    /** The jobs are as the files say. */
    DONE,
    /** Some items are not Drover's, or Jenkins did not take them. */
    INCOMPLETE,
    /** The files have errors; the jobs are as they were. */
    PROBLEMS,
    /** The files could not be read; the jobs are as they were. */
    FAILED
  }

  /** Whether the jobs are as the files say. */
  public boolean isDone() {
    return state == State.DONE;
  }

  /** Everything that somebody should know, one line each: problems as {@code file:line:column}. */
  public List<String> lines() {
    Stream<String> read = problems.stream().map(SeedOutcome::line);
    Stream<String> items =
        refused.stream().map(change -> "not done: " + change.item() + ": " + change.why());
    Stream<String> renamed =
        renames.stream()
            .map(
                rename ->
                    "%s looks like %s under a new name; the builds of the old job were deleted with it"
                        .formatted(rename.to(), rename.from()));
    return Stream.of(read, items, renamed).flatMap(s -> s).toList();
  }

  private static String line(Problem problem) {
    String severity = problem.severity() == Severity.ERROR ? "error" : "warning";
    return problem.place() + ": " + severity + ": " + problem.messageWithHint();
  }
}
