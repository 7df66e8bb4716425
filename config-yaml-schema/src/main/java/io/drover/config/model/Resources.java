package io.drover.config.model;

import java.util.Optional;

/**
 * What an agent may use; requests and limits are the same.
 *
 * @param cpu Kubernetes quantity
 * @param memory Kubernetes quantity
 * @param gpu extended resource and how many of it
 */
public record Resources(Optional<String> cpu, Optional<String> memory, Optional<Gpu> gpu) {

  /** Nothing asked for. */
  public static final Resources NONE =
      new Resources(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * GPUs, whole ones.
   *
   * @param type extended resource, for example {@code nvidia.com/gpu}
   * @param count at least 1
   */
  public record Gpu(String type, int count) {}
}
