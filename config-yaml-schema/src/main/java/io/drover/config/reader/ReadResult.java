package io.drover.config.reader;

import io.drover.config.model.Configuration;
import io.drover.config.problem.Problem;
import io.drover.config.problem.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading the three files.
 *
 * @param configuration present exactly when no problem is an error
 * @param problems all problems of all three files, in file order
 */
public record ReadResult(Optional<Configuration> configuration, List<Problem> problems) {

  public ReadResult {
    problems = List.copyOf(problems);
  }

  /** Whether at least one problem is an error. */
  public boolean hasErrors() {
    return problems.stream().anyMatch(p -> p.severity() == Severity.ERROR);
  }
}
