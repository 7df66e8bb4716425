package io.drover.engine.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The Kubernetes objects of one environment.
 *
 * @param project the project's name
 * @param environment the environment's name
 * @param namespace where the objects live
 * @param services in the order of the file
 */
public record EnvironmentManifests(
    String project, String environment, String namespace, List<ServiceManifests> services) {

  public EnvironmentManifests {
    services = List.copyOf(services);
  }

  /** All objects, service by service, each only once. */
  public List<HasMetadata> objects() {
    Map<String, HasMetadata> objects = new LinkedHashMap<>();
    for (ServiceManifests service : services) {
      service.objects().forEach(o -> objects.putIfAbsent(key(o), o));
    }
    return List.copyOf(objects.values());
  }

  /** The objects as one stream of YAML documents, the same text for the same input. */
  public String toYaml() {
    return objects().stream().map(Serialization::asYaml).collect(Collectors.joining());
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
