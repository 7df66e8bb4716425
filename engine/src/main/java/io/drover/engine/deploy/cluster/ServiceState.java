package io.drover.engine.deploy.cluster;

import io.drover.config.model.Deployment.Colour;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What runs of one service in a cluster.
 *
 * @param name the service's name
 * @param live what its requests go to; empty when there is nothing
 * @param idle the other colour of a blue/green service, where it is there
 * @param health how the live one does
 * @param reason what is wrong, in a line; empty when nothing is
 * @param hosts where it is reached from outside
 */
public record ServiceState(
    String name,
    Optional<Version> live,
    Optional<Version> idle,
    Health health,
    Optional<String> reason,
    List<String> hosts) {

  public ServiceState {
    hosts = List.copyOf(hosts);
  }

  /**
   * A version of a service that runs.
   *
   * @param colour its colour, for blue/green
   * @param version the application's version, as people know it
   * @param image {@code repository@digest}
   * @param ready replicas that are ready
   * @param wanted replicas that were asked for
   * @param since when its roll-out was done; empty while it goes on
   */
  public record Version(
      Optional<Colour> colour,
      String version,
      String image,
      int ready,
      int wanted,
      Optional<Instant> since) {}
}
