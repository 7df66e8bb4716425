package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.kubernetes.ServiceManifests;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The time after a switch in which the colour that was live may still answer requests. The API
 * server knows when a switch was: it notes when Drover last changed a Service.
 */
final class Drain {
  private Drain() {}

  /** Waits until the colour that is not live may be replaced. */
  static void await(Inventory inventory, Unit unit, Consumer<String> log)
      throws InterruptedException {
    Optional<Instant> switched =
        unit.service()
            .flatMap(ServiceManifests::service)
            .flatMap(inventory::live)
            .flatMap(Drain::lastChange);
    if (switched.isEmpty()) {
      return;
    }
    Duration left = Duration.between(Instant.now(), switched.get().plus(unit.settings().drain()));
    if (!left.isNegative() && !left.isZero()) {
      // A clock that is wrong must not make this longer than the file says.
      Duration pause = left.compareTo(unit.settings().drain()) < 0 ? left : unit.settings().drain();
      log.accept(
          "%s: the colour that was live until %s is left in peace for %d more seconds"
              .formatted(unit.name(), switched.get(), pause.toSeconds() + 1));
      Thread.sleep(pause.toMillis());
    }
  }

  private static Optional<Instant> lastChange(LiveObject service) {
    for (JsonNode entry : service.json().path("metadata").path("managedFields")) {
      if (entry.path("manager").asText().equals(Ownership.MANAGER)
          && entry.path("operation").asText().equals("Apply")) {
        return Optional.of(Instant.parse(entry.path("time").asText()));
      }
    }
    return Optional.empty();
  }
}
