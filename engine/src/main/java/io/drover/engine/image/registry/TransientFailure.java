package io.drover.engine.image.registry;

import io.drover.engine.WorkFailedException;
import java.time.Duration;
import java.util.Optional;

/** A failure that may be gone in a moment. */
final class TransientFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final WorkFailedException failure;
  private final Duration asked;

  TransientFailure(WorkFailedException failure, Optional<Duration> wait) {
    super(failure);
    this.failure = failure;
    this.asked = wait.orElse(Duration.ZERO);
  }

  /** What the user is told when it does not go away. */
  WorkFailedException failure() {
    return failure;
  }

  /** How long the registry asks to be left alone; zero when it says nothing. */
  Duration asked() {
    return asked;
  }
}
