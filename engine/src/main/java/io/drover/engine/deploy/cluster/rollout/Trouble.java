package io.drover.engine.deploy.cluster.rollout;

import java.util.Comparator;
import java.util.Optional;

/**
 * What keeps a workload from being ready.
 *
 * @param cause of which sort it is
 * @param words what people are told
 * @param times how often it happened
 * @param at when it happened last, in the cluster's own time; empty when the cluster does not say
 * @param log the container whose last lines tell more
 */
public record Trouble(Cause cause, String words, int times, String at, Optional<LogSource> log) {
  /** The most specific first, and of those the newest. */
  static final Comparator<Trouble> WORST_FIRST =
      Comparator.comparing(Trouble::cause)
          .thenComparing(Trouble::at, Comparator.reverseOrder())
          .thenComparing(Trouble::words);

  /**
   * A container whose log tells more.
   *
   * @param pod the pod's name
   * @param container the container's name
   * @param previous whether the run before the current one is meant
   */
  record LogSource(String pod, String container, boolean previous) {}

  static Trouble of(Cause cause, String words) {
    return new Trouble(cause, Words.reason(words), 1, "", Optional.empty());
  }

  Trouble times(int count) {
    return new Trouble(cause, words, count, at, log);
  }

  Trouble at(String time) {
    return new Trouble(cause, words, times, time == null ? "" : time, log);
  }

  Trouble log(LogSource source) {
    return new Trouble(cause, words, times, at, Optional.of(source));
  }
}
