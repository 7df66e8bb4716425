package io.drover.engine.deploy.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/**
 * What became of one object.
 *
 * @param desired what was asked for
 * @param result what was done
 * @param reason why it failed; empty otherwise
 * @param before what stood there, for {@link Applier#restore}; empty when nothing did
 */
public record Applied(
    HasMetadata desired, Result result, Optional<String> reason, Optional<LiveObject> before) {

  /** What was done. */
  public enum Result {
    /** It was not there. */
    CREATED,
    /** It was different. */
    CHANGED,
    /** It was like this already: nothing was written. */
    UNCHANGED,
    /** It is as it was before. */
    FAILED
  }

  /** Kind and name as people say them: {@code Deployment web}. */
  public String name() {
    return desired.getKind() + " " + desired.getMetadata().getName();
  }

  /** Whether the cluster holds something else than before. */
  public boolean changed() {
    return result == Result.CREATED || result == Result.CHANGED;
  }
}
