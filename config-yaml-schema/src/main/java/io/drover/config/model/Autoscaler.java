package io.drover.config.model;

import java.util.Set;

/**
 * Keeps as many replicas as the load needs.
 *
 * @param minReplicas fewest replicas, at least 1
 * @param maxReplicas most replicas, not below the fewest
 * @param metric what it looks at
 */
public record Autoscaler(int minReplicas, int maxReplicas, Metric metric) {
  private static final Set<String> RESOURCES = Set.of("cpu", "memory");

  /** What an autoscaler looks at. */
  public sealed interface Metric {
    /** {@code cpu}, {@code memory}, or the name of a custom metric of the pods. */
    String name();

    /** Whether it is a resource of the container and no custom metric. */
    default boolean isResource() {
      return RESOURCES.contains(name());
    }

    /**
     * Use of a resource in percent of the request.
     *
     * @param name {@code cpu} or {@code memory}
     * @param percent average of all pods, 1–1000
     */
    record Utilization(String name, int percent) implements Metric {}

    /**
     * A value, averaged over the pods.
     *
     * @param name a resource or a custom metric
     * @param value Kubernetes quantity
     */
    record AverageValue(String name, String value) implements Metric {}
  }
}
