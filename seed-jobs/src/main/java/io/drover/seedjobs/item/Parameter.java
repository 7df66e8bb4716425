package io.drover.seedjobs.item;

import java.util.List;

/** What is asked when a job is started by hand. */
public sealed interface Parameter {
  /** Its name, which is also a variable of the build. */
  String name();

  /** What it is for, one line. */
  String description();

  /** One line of text; empty by default. */
  record Line(String name, String description) implements Parameter {}

  /** Several lines of text; empty by default. */
  record Lines(String name, String description) implements Parameter {}

  /**
   * One of several.
   *
   * @param choices at least one; the first is the default
   */
  record Choice(String name, String description, List<String> choices) implements Parameter {
    public Choice {
      choices = List.copyOf(choices);
    }
  }
}
