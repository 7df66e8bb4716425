package io.drover.config.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands among the services of an environment and is no application of ours: somebody else in
 * the cluster makes it work.
 */
public sealed interface ManagedResource {
  /** Its name: a DNS label of at most 54 characters. */
  String name();

  /**
   * A custom resource.
   *
   * @param name its name
   * @param type short name of its kind, for example {@code mysql}
   * @param version wanted version of what it stands for
   * @param replicas how many of it; empty: as its operator decides
   * @param options its {@code spec}; values as of {@link io.drover.config.tree.Value.Data}
   * @param templateFilename template of a stack, relative to the configuration folder
   * @param parameterFilename parameters of a stack, relative to the configuration folder
   * @param stackName name of a stack
   */
  record Custom(
      String name,
      String type,
      Optional<String> version,
      Optional<Integer> replicas,
      Map<String, Object> options,
      Optional<String> templateFilename,
      Optional<String> parameterFilename,
      Optional<String> stackName)
      implements ManagedResource {}

  /**
   * A Helm chart.
   *
   * @param name its name
   * @param chart the chart
   * @param repository its repository, which may hold a credential
   * @param version the chart's version
   * @param set values by path; values as of {@link io.drover.config.tree.Value.Data}
   * @param valuesContent values as YAML, which may hold credentials
   * @param targetNamespace namespace of the chart; empty: that of the environment
   * @param options further fields of the resource that asks for the chart
   */
  record HelmChart(
      String name,
      String chart,
      Optional<String> repository,
      Optional<String> version,
      Map<String, Object> set,
      Optional<String> valuesContent,
      Optional<String> targetNamespace,
      Map<String, Object> options)
      implements ManagedResource {}

  /**
   * A database that keeps its replicas' identities.
   *
   * @param type which database
   * @param service its ports, volumes, version and the rest; no application of that name needs to
   *     be there
   */
  record Database(Type type, Service service) implements ManagedResource {
    @Override
    public String name() {
      return service.name();
    }

    /** Databases that are known. */
    public enum Type {
      MONGO
    }
  }

  /**
   * An Istio ServiceEntry.
   *
   * @param name its name
   * @param hosts its hosts, at least one
   * @param addresses virtual addresses
   * @param ports its ports
   * @param location inside or outside of the mesh
   * @param resolution how its hosts are resolved
   * @param endpoints where it is reached
   * @param exportTo namespaces that see it; empty: all
   */
  record ServiceEntry(
      String name,
      List<String> hosts,
      List<String> addresses,
      List<Port> ports,
      Location location,
      Resolution resolution,
      List<Endpoint> endpoints,
      List<String> exportTo)
      implements ManagedResource {

    public ServiceEntry {
      hosts = List.copyOf(hosts);
      addresses = List.copyOf(addresses);
      ports = List.copyOf(ports);
      endpoints = List.copyOf(endpoints);
      exportTo = List.copyOf(exportTo);
    }

    /** Whether it is part of the mesh. */
    public enum Location {
      MESH_EXTERNAL,
      MESH_INTERNAL
    }

    /** How hosts are resolved. */
    public enum Resolution {
      NONE,
      STATIC,
      DNS,
      DNS_ROUND_ROBIN
    }

    /**
     * A port.
     *
     * @param number 1–65535
     * @param protocol as Istio names it, for example {@code HTTPS}
     * @param name its name
     */
    public record Port(int number, String protocol, String name) {}

    /**
     * Where an entry is reached.
     *
     * @param address address or host
     * @param ports ports by the name of the entry's port
     * @param labels its labels
     * @param network its network
     * @param locality region, zone and sub-zone with {@code /} between them
     * @param weight weight in load balancing, 0–4294967295
     */
    public record Endpoint(
        Optional<String> address,
        Map<String, Integer> ports,
        Map<String, String> labels,
        Optional<String> network,
        Optional<String> locality,
        Optional<Long> weight) {

      public Endpoint {
        ports = Ordered.copyOf(ports);
        labels = Ordered.copyOf(labels);
      }
    }
  }
}
