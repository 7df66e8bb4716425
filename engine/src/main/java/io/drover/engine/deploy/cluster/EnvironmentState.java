package io.drover.engine.deploy.cluster;

import io.drover.engine.release.ReleaseRecord;
import java.util.List;
import java.util.Optional;

/**
 * What an environment of a cluster runs, by its own words and by its record.
 *
 * @param environment its name
 * @param namespace its namespace
 * @param record what was deployed, handed and tested
 * @param services those of the file in its order, then those that run and left the file
 */
public record EnvironmentState(
    String environment, String namespace, ReleaseRecord record, List<ServiceState> services) {

  public EnvironmentState {
    services = List.copyOf(services);
  }

  /** What runs of a service; empty where the environment has none of that name. */
  public Optional<ServiceState> service(String name) {
    return services.stream().filter(service -> service.name().equals(name)).findFirst();
  }

  /** How many services are as they were asked for. */
  public long fine() {
    return services.stream()
        .filter(s -> s.health() == Health.HEALTHY || s.health() == Health.STOPPED)
        .count();
  }
}
