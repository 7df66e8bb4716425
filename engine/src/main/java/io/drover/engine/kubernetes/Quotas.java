package io.drover.engine.kubernetes;

import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.List;
import java.util.Optional;

/** What an environment's namespace may hold and use. */
final class Quotas {
  private static final String NAME = "drover";

  private Quotas() {}

  static Optional<ResourceManifests> of(Desired desired) {
    if (desired.environment().quota().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ResourceManifests(
            NAME,
            "quota",
            List.of(
                new ResourceQuotaBuilder()
                    .withMetadata(
                        ResourceObjects.metadata(desired, NAME, "quota", Optional.empty()))
                    .withNewSpec()
                    .withHard(Quantities.of(desired.environment().quota()))
                    .endSpec()
                    .build())));
  }
}
