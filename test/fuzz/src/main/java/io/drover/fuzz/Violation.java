package io.drover.fuzz;

/** Something that must hold of every input, and did not hold of this one. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }
}
