package io.drover.engine.deploy;

import java.util.List;
import java.util.Optional;

/**
 * What a deployment did to one service.
 *
 * @param service the service's name; of something else {@code <what> <name>}
 * @param kind what was done
 * @param reason why it failed; empty otherwise
 * @param lastLines the last lines that the failed replica wrote, at most 10
 * @param image the image that was asked for, {@code repository@digest}; empty for what is no
 *     service
 * @param address where the service answers
 */
public record ServiceOutcome(
    String service,
    Kind kind,
    Optional<String> reason,
    List<String> lastLines,
    Optional<String> image,
    Address address) {

  public ServiceOutcome {
    lastLines = List.copyOf(lastLines);
  }

  /** What was done. */
  public enum Kind {
    /** It runs what was asked for, and did not before. */
    DEPLOYED,
    /** It ran what was asked for already. */
    UNCHANGED,
    /** It does not run what was asked for; what ran before still does. */
    FAILED
  }
}
