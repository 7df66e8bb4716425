package io.drover.engine.deploy.podman;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a proxy is told: haproxy's configuration. It passes TCP on, whatever is spoken; a replica
 * that does not take a connection is passed by.
 */
final class ProxyConfig {
  static final String FILE = "haproxy.cfg";

  /** The listener "alive" lets a proxy run that has no port: haproxy wants at least one. */
  private static final String HEAD =
      """
      global
        log stdout format raw local0 notice
        stats socket /tmp/haproxy.sock mode 600 level admin expose-fd listeners
      defaults
        mode tcp
        balance roundrobin
        timeout connect 2s
        timeout check 5s
        timeout client 1h
        timeout server 1h
        retries 3
        option redispatch 1
        default-server check inter 2s downinter 500ms fall 3 rise 1
      listen alive
        bind abns@drover
      """;

  private static final Pattern SERVER =
      Pattern.compile("^  (?:# )?server (\\S+) [0-9.:]+$", Pattern.MULTILINE);

  private ProxyConfig() {}

  /**
   * Writes a configuration.
   *
   * @param service the ports; empty: none
   * @param servers address by replica, in the order of the map
   */
  static String render(Optional<Service> service, Map<String, String> servers) {
    StringBuilder text = new StringBuilder(HEAD);
    if (service.isEmpty()) {
      servers.forEach((name, ip) -> text.append("  # server %s %s\n".formatted(name, ip)));
    }
    for (ServicePort port : ports(service)) {
      text.append("listen port-%d\n  bind :%d\n".formatted(port.getPort(), port.getPort()));
      servers.forEach(
          (name, ip) -> text.append("  server %s %s:%d\n".formatted(name, ip, target(port))));
    }
    return text.toString();
  }

  /** The replicas that a configuration names. */
  static Set<String> servers(String configuration) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = SERVER.matcher(configuration);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  static List<ServicePort> ports(Optional<Service> service) {
    return service.map(s -> s.getSpec().getPorts()).orElse(List.of());
  }

  private static int target(ServicePort port) {
    return port.getTargetPort() == null || port.getTargetPort().getIntVal() == null
        ? port.getPort()
        : port.getTargetPort().getIntVal();
  }

  /** Replicas as the servers of a configuration. */
  static Map<String, String> serversOf(List<PodmanContainer> replicas) {
    Map<String, String> servers = new LinkedHashMap<>();
    replicas.forEach(replica -> servers.put(replica.pod(), replica.address()));
    return servers;
  }
}
