package io.drover.engine.kubernetes;

import io.drover.config.model.Volume;
import io.drover.config.tree.Value.Fields;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a cluster's people decide about manifests, for all projects that run there.
 *
 * @param routes how hosts lead to services
 * @param meshGateway Istio gateway that hosts of services in the mesh are bound to, as {@code
 *     namespace/name}; empty: each service gets one of its own
 * @param kinds kinds of custom resources by the {@code type} that the files give, in small letters
 * @param preStop how a container waits before it is told to stop; empty: as the cluster's version
 *     allows
 * @param imagePullSecrets secrets that all pods pull their images with
 * @param gpus how pods of services that ask for GPUs get to them
 * @param storageClasses classes of disks; a type without one has the cluster's default
 */
public record ManifestSettings(
    RouteSettings routes,
    Optional<String> meshGateway,
    Map<String, ResourceKind> kinds,
    Optional<PreStop> preStop,
    List<String> imagePullSecrets,
    GpuSettings gpus,
    Map<Volume.Type, String> storageClasses) {
  private static final int SLEEP_ACTION_SINCE = 30;

  /** What holds where nobody decided anything. */
  public static final ManifestSettings DEFAULT =
      new ManifestSettings(
          new RouteSettings.Ingress(Optional.empty(), Map.of()),
          Optional.empty(),
          ResourceKind.DEFAULTS,
          Optional.empty(),
          List.of(),
          GpuSettings.DEFAULT,
          Map.of());

  public ManifestSettings {
    kinds = Collections.unmodifiableMap(new TreeMap<>(kinds));
    imagePullSecrets = List.copyOf(imagePullSecrets);
    storageClasses = Collections.unmodifiableMap(new TreeMap<>(storageClasses));
  }

  /**
   * The settings that stand in a file.
   *
   * @param file its content, read without errors
   */
  public static ManifestSettings of(Fields file) {
    return SettingsBinder.bind(file);
  }

  /**
   * These settings with what they leave open decided for a cluster.
   *
   * @param minorVersion for example 31 for Kubernetes 1.31
   */
  public ManifestSettings forMinorVersion(int minorVersion) {
    PreStop possible = minorVersion >= SLEEP_ACTION_SINCE ? PreStop.SLEEP : PreStop.EXEC;
    return new ManifestSettings(
        routes,
        meshGateway,
        kinds,
        Optional.of(preStop.orElse(possible)),
        imagePullSecrets,
        gpus,
        storageClasses);
  }

  /** How a container waits until no new requests reach it. */
  public enum PreStop {
    /** The kubelet waits; from Kubernetes 1.30 on. */
    SLEEP,
    /** The program {@code sleep} runs in the container, which must have it. */
    EXEC
  }

  /** How hosts lead to services. */
  public sealed interface RouteSettings {
    /**
     * By Ingress.
     *
     * @param className class of the controller; empty: the cluster's default
     * @param annotations on all of them, for example of the one who makes certificates
     */
    record Ingress(Optional<String> className, Map<String, String> annotations)
        implements RouteSettings {
      public Ingress {
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
      }
    }

    /**
     * By HTTPRoute of the Gateway API.
     *
     * @param name name of the Gateway
     * @param namespace its namespace; empty: that of the environment
     * @param httpListener its listener of plain HTTP
     * @param httpsListener its listener with certificates
     */
    record Gateway(
        String name, Optional<String> namespace, String httpListener, String httpsListener)
        implements RouteSettings {}
  }
}
