package io.drover.engine.deploy;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a service answers; stays the same over deployments.
 *
 * @param service the service's name, which is its host name inside the environment
 * @param hostPorts port on 127.0.0.1 by the service's port; empty when it has none
 * @param mainPort the service's first port
 * @param outside its URL outside of a cluster; empty when it has none
 */
public record Address(
    String service,
    SortedMap<Integer, Integer> hostPorts,
    Optional<Integer> mainPort,
    Optional<String> outside) {

  public Address {
    hostPorts = Collections.unmodifiableSortedMap(new TreeMap<>(hostPorts));
  }

  /** Where a service on this machine answers. */
  public Address(
      String service, SortedMap<Integer, Integer> hostPorts, Optional<Integer> mainPort) {
    this(service, hostPorts, mainPort, Optional.empty());
  }

  /** Where this machine reaches the service's first port, for example a browser. */
  public Optional<String> url() {
    return outside.or(() -> mainPort.map(hostPorts::get).map(port -> "http://127.0.0.1:" + port));
  }

  /** Where the other services of the environment reach its first port. */
  public Optional<String> inNetworkUrl() {
    return mainPort.map(port -> "http://" + service + (port == 80 ? "" : ":" + port));
  }

  /** A service that has a URL for everybody. */
  public static Address outside(String service, String url) {
    return new Address(service, new TreeMap<>(Map.of()), Optional.empty(), Optional.of(url));
  }

  /** A service without any port. */
  public static Address none(String service) {
    return new Address(service, new TreeMap<>(Map.of()), Optional.empty());
  }
}
