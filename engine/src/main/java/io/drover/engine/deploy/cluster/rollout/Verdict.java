package io.drover.engine.deploy.cluster.rollout;

import java.util.List;
import java.util.Optional;

/**
 * How a workload's roll-out ended.
 *
 * @param ready whether everything that was asked for runs and is ready, and nothing older; of a
 *     job, whether it completed
 * @param reason why it is not ready, in one or two lines, with what to do where there is something
 *     to do; empty when it is ready
 * @param lastLines the last lines that the failing container wrote, at most 10, oldest first and
 *     without control characters; empty where no container ended
 */
public record Verdict(boolean ready, Optional<String> reason, List<String> lastLines) {
  /** Everything runs. */
  public static final Verdict READY = new Verdict(true, Optional.empty(), List.of());

  public Verdict {
    lastLines = List.copyOf(lastLines);
  }

  /**
   * It does not run.
   *
   * @param reason why
   * @param lastLines what the container wrote last
   */
  public static Verdict failed(String reason, List<String> lastLines) {
    return new Verdict(false, Optional.of(reason), lastLines);
  }
}
