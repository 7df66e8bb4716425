package io.drover.engine.release;

import java.util.function.UnaryOperator;

/** Where the releases of environments are recorded. */
public interface ReleaseStore {
  /**
   * What is recorded of an environment; the empty record where nothing is.
   *
   * @throws io.drover.engine.WorkFailedException if it cannot be read; says how to start anew
   */
  ReleaseRecord read(String environment);

  /**
   * Changes what is recorded, without losing what others change meanwhile.
   *
   * @param change from what is recorded to what shall be; may be called several times; what it
   *     gives back unchanged is not written
   * @return what is recorded now
   * @throws io.drover.engine.WorkFailedException if it cannot be written
   */
  ReleaseRecord change(String environment, UnaryOperator<ReleaseRecord> change);
}
