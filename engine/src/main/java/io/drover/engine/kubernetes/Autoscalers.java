package io.drover.engine.kubernetes;

import io.drover.config.model.Autoscaler;
import io.drover.config.model.Autoscaler.Metric;
import io.drover.config.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTargetBuilder;
import java.util.Optional;

/** What decides about the number of a service's pods. */
final class Autoscalers {
  private Autoscalers() {}

  static Optional<HorizontalPodAutoscaler> of(Service service, Identity identity) {
    return service.autoscaler().map(autoscaler -> of(autoscaler, identity));
  }

  private static HorizontalPodAutoscaler of(Autoscaler autoscaler, Identity identity) {
    return new HorizontalPodAutoscalerBuilder()
        .withMetadata(identity.metadata())
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", identity.name())
        .withMinReplicas(autoscaler.minReplicas())
        .withMaxReplicas(autoscaler.maxReplicas())
        .withMetrics(metric(autoscaler.metric()))
        .endSpec()
        .build();
  }

  private static MetricSpec metric(Metric metric) {
    if (metric.isResource()) {
      return new MetricSpecBuilder()
          .withType("Resource")
          .withNewResource()
          .withName(metric.name())
          .withTarget(target(metric))
          .endResource()
          .build();
    }
    return new MetricSpecBuilder()
        .withType("Pods")
        .withNewPods()
        .withNewMetric()
        .withName(metric.name())
        .endMetric()
        .withTarget(target(metric))
        .endPods()
        .build();
  }

  private static MetricTarget target(Metric metric) {
    if (metric instanceof Metric.Utilization utilization) {
      return new MetricTargetBuilder()
          .withType("Utilization")
          .withAverageUtilization(utilization.percent())
          .build();
    }
    Metric.AverageValue average = (Metric.AverageValue) metric;
    return new MetricTargetBuilder()
        .withType("AverageValue")
        .withAverageValue(Quantities.of(average.value()))
        .build();
  }
}
