package io.drover.seedjobs.rest;

import io.drover.engine.WorkFailedException;

/** One item could not be brought up to date; others may be. */
public final class RefusedException extends WorkFailedException {
  private static final long serialVersionUID = 1;

  /** Says what could not be done, and why. */
  public RefusedException(String message) {
    super(message);
  }
}
