package io.drover.engine.image.registry;

import java.time.Duration;

/** Tries again what may go better in a moment. */
final class Tries {
  private static final int MOST = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private Tries() {}

  /** What is tried; it can be repeated as a whole. */
  interface Attempt<T> {
    T make() throws TransientFailure, InterruptedException;
  }

  /**
   * Makes an attempt, up to three times, with pauses that grow or that the registry asks for.
   *
   * @throws io.drover.engine.WorkFailedException if it fails for good
   */
  static <T> T of(Attempt<T> attempt) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int i = 1; ; i++) {
      try {
        return attempt.make();
      } catch (TransientFailure e) {
        if (i == MOST) {
          throw e.failure();
        }
        Thread.sleep(Math.max(pause.toMillis(), e.asked().toMillis()));
        pause = pause.multipliedBy(3);
      }
    }
  }
}
