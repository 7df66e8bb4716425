package io.drover.config.problem;

/** How much a {@link Problem} weighs: an error stops the work, a warning does not. */
public enum Severity {
  ERROR,
  WARNING
}
