package io.drover.engine.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Comparator;
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
 * @param resources what stands beside the services: first gists and the quota, then the rest in the
 *     order of the file
 * @param services in the order of the file
 */
public record EnvironmentManifests(
    String project,
    String environment,
    String namespace,
    List<ResourceManifests> resources,
    List<ServiceManifests> services) {

  public EnvironmentManifests {
    resources = List.copyOf(resources);
    services = List.copyOf(services);
  }

  /** All objects, each only once, wave by wave. */
  public List<HasMetadata> objects() {
    Map<String, HasMetadata> objects = new LinkedHashMap<>();
    resources.forEach(r -> r.objects().forEach(o -> objects.putIfAbsent(key(o), o)));
    services.forEach(s -> s.objects().forEach(o -> objects.putIfAbsent(key(o), o)));
    List<HasMetadata> sorted = new ArrayList<>(objects.values());
    sorted.sort(Comparator.comparingInt(Waves::of));
    return List.copyOf(sorted);
  }

  /** The objects as one stream of YAML documents, the same text for the same input. */
  public String toYaml() {
    return objects().stream().map(Serialization::asYaml).collect(Collectors.joining());
  }

  private static String key(HasMetadata object) {
    return String.join(
        "/", object.getApiVersion(), object.getKind(), object.getMetadata().getName());
  }
}
