package io.drover.seedjobs.item;

/** The pipeline of a job: always the same two lines, but for one escaped name. */
final class Script {
  private Script() {}

  /** Loads the shared library and calls one of its steps. */
  static String call(String step, String name) {
    return "@Library(%s) _\n%s(%s)\n"
        .formatted(GroovyString.of(Library.NAME), step, GroovyString.of(name));
  }
}
