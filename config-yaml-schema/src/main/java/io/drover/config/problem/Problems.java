package io.drover.config.problem;

import io.drover.config.tree.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the problems of one file. */
public final class Problems {
  /** Beyond this the file is rubbish, and more messages help nobody. */
  private static final int MOST = 1000;

  private final String file;
  private final Set<Problem> problems = new LinkedHashSet<>();
  private boolean errors;

  /** Begins to collect the problems of a file, named as the user gave it. */
  public Problems(String file) {
    this.file = file;
  }

  /** Adds an error. */
  public void error(Place place, String code, String message, String hint) {
    add(place, Severity.ERROR, code, message, hint);
  }

  /** Adds a warning. */
  public void warning(Place place, String code, String message, String hint) {
    add(place, Severity.WARNING, code, message, hint);
  }

  private void add(Place place, Severity severity, String code, String message, String hint) {
    boolean firstError = severity == Severity.ERROR && !errors;
    if (problems.size() < MOST || firstError) {
      problems.add(new Problem(file, place.line(), place.column(), severity, code, message, hint));
      errors |= severity == Severity.ERROR;
    }
  }

  /** Whether an error was found. */
  public boolean hasErrors() {
    return errors;
  }

  /** All problems, by place, none twice. */
  public List<Problem> sorted() {
    return problems.isEmpty() ? List.of() : problems.stream().sorted(Problem.BY_PLACE).toList();
  }
}
