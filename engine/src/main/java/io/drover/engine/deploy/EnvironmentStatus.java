package io.drover.engine.deploy;

import java.util.List;

/**
 * What runs in an environment.
 *
 * @param environment the environment's name
 * @param services by name; empty when nothing was ever deployed, or it was removed
 */
public record EnvironmentStatus(String environment, List<ServiceStatus> services) {

  public EnvironmentStatus {
    services = List.copyOf(services);
  }

  /**
   * What runs of one service.
   *
   * @param service the service's name
   * @param images the images of what runs, {@code repository@digest}; one, or none
   * @param running replicas that run and get requests
   * @param wanted replicas that the last deployment asked for
   * @param address where it answers
   */
  public record ServiceStatus(
      String service, List<String> images, int running, int wanted, Address address) {

    public ServiceStatus {
      images = List.copyOf(images);
    }
  }
}
