package io.drover.engine.deploy;

import java.util.Map;
import java.util.Optional;

/**
 * The services of an environment as a test reaches them. What was opened for that is open until
 * this is closed.
 */
public interface Reach extends AutoCloseable {
  /** Where a test runs. */
  enum From {
    /** A process of this machine. */
    MACHINE,
    /** A container of this machine. */
    CONTAINER,
    /** A pod of the services' cluster. */
    POD
  }

  /**
   * URL of each service's first port, by service; services without ports are not there. A service
   * with colours has those of its colours that are up as {@code <service>-<colour>} as well.
   */
  Map<String, String> urls();

  /** The network that a container must be in for these URLs; empty: any. */
  Optional<Network> network();

  @Override
  void close();

  /**
   * A network of containers.
   *
   * @param name as the container engine knows it
   * @param hosts addresses in it by host name
   */
  record Network(String name, Map<String, String> hosts) {
    public Network {
      hosts = Map.copyOf(hosts);
    }
  }
}
