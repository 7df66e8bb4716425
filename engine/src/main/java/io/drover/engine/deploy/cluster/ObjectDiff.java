package io.drover.engine.deploy.cluster;

import java.util.List;

/**
 * What a deployment would do to one object.
 *
 * @param kind for example {@code Deployment}
 * @param name the object's name
 * @param change what would be done
 * @param lines unified diff without file names: hunk headers ({@code @@}) and lines that begin with
 *     a blank, {@code +} or {@code -}; values of Secrets are {@code ***}. For {@link
 *     Change#REFUSED} the reason
 */
public record ObjectDiff(String kind, String name, Change change, List<String> lines) {

  public ObjectDiff {
    lines = List.copyOf(lines);
  }

  /** What would be done. */
  public enum Change {
    CREATED,
    CHANGED,
    DELETED,
    /** The cluster would refuse it. */
    REFUSED
  }
}
