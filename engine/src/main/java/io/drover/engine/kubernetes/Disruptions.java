package io.drover.engine.kubernetes;

import io.drover.config.model.Service;
import io.drover.config.model.Service.Disruption;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Optional;

/** How many of a service's pods may be away on purpose. */
final class Disruptions {
  private Disruptions() {}

  static Optional<PodDisruptionBudget> of(Service service, Identity identity) {
    return service.disruption().map(disruption -> of(disruption, identity));
  }

  private static PodDisruptionBudget of(Disruption disruption, Identity identity) {
    PodDisruptionBudget budget =
        new PodDisruptionBudgetBuilder()
            .withMetadata(identity.metadata())
            .withNewSpec()
            .withMinAvailable(count(disruption.minAvailable()))
            .withMaxUnavailable(count(disruption.maxUnavailable()))
            .withNewSelector()
            .withMatchLabels(identity.labels().selecting())
            .endSelector()
            .endSpec()
            .build();
    if (disruption.implied()) {
      Implied.mark(budget);
    }
    return budget;
  }

  private static IntOrString count(Optional<String> text) {
    return text.map(t -> t.endsWith("%") ? new IntOrString(t) : new IntOrString(Integer.valueOf(t)))
        .orElse(null);
  }
}
