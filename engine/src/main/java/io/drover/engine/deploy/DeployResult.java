package io.drover.engine.deploy;

import java.util.List;

/**
 * What a deployment did.
 *
 * @param services one outcome for each service, in the order of the manifests
 * @param removed services that ran and are no longer asked for
 */
public record DeployResult(List<ServiceOutcome> services, List<String> removed) {

  public DeployResult {
    services = List.copyOf(services);
    removed = List.copyOf(removed);
  }

  /** Whether anything was done or tried; false: the environment ran exactly this already. */
  public boolean changed() {
    return !removed.isEmpty()
        || services.stream().anyMatch(s -> s.kind() != ServiceOutcome.Kind.UNCHANGED);
  }

  /** Whether all services run what was asked for. */
  public boolean succeeded() {
    return failed().isEmpty();
  }

  /** Those that do not run what was asked for. */
  public List<ServiceOutcome> failed() {
    return services.stream().filter(s -> s.kind() == ServiceOutcome.Kind.FAILED).toList();
  }
}
