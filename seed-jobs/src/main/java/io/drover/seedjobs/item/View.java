package io.drover.seedjobs.item;

/** A list of jobs in the project's folder. */
public sealed interface View {
  /** Its name. */
  String name();

  /** What it shows. */
  String description();

  /** All jobs. A folder must have a view, and this is the one that Jenkins itself would make. */
  record All(String description) implements View {
    @Override
    public String name() {
      return "all";
    }
  }

  /**
   * The jobs whose names fit a pattern, sorted as Jenkins does. A pattern and no list of names:
   * Jenkins changes such lists itself, and views would change with every job.
   *
   * @param jobs regular expression for the whole name
   */
  record Matching(String name, String description, String jobs) implements View {}
}
