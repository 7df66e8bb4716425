package io.drover.engine.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * The order in which a cluster gets objects: what others need before those that need it, and hosts
 * only when something can answer.
 */
public final class Waves {
  /** How many there are. */
  public static final int COUNT = 3;

  private static final int CONFIGURATION = 0;
  private static final int WORKLOADS = 1;
  private static final int ROUTES = 2;

  private Waves() {}

  /**
   * The wave of an object.
   *
   * @return 0 for what others are configured with, kinds that are not known among it; 1 for what
   *     runs, and what watches over it; 2 for what leads to it from outside
   */
  public static int of(HasMetadata object) {
    return switch (object.getKind()) {
      case "Deployment",
          "StatefulSet",
          "Job",
          "CronJob",
          "PodDisruptionBudget",
          "HorizontalPodAutoscaler" ->
          WORKLOADS;
      case "Ingress", "HTTPRoute", "VirtualService" -> ROUTES;
      case "Gateway" -> object.getApiVersion().contains("istio.io") ? ROUTES : CONFIGURATION;
      default -> CONFIGURATION;
    };
  }
}
