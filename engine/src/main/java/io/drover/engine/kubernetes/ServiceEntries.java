package io.drover.engine.kubernetes;

import io.drover.config.model.ManagedResource.ServiceEntry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Istio's ServiceEntry. */
final class ServiceEntries {
  private ServiceEntries() {}

  static HasMetadata of(ServiceEntry entry, ObjectMeta metadata) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("hosts", entry.hosts());
    list(spec, "addresses", entry.addresses());
    list(spec, "ports", entry.ports().stream().map(ServiceEntries::port).toList());
    spec.put("location", entry.location().name());
    spec.put("resolution", entry.resolution().name());
    list(spec, "endpoints", entry.endpoints().stream().map(ServiceEntries::endpoint).toList());
    list(spec, "exportTo", entry.exportTo());
    return CustomObjects.of("networking.istio.io/v1", "ServiceEntry", metadata, spec);
  }

  private static void list(Map<String, Object> spec, String key, Collection<?> values) {
    if (!values.isEmpty()) {
      spec.put(key, List.copyOf(values));
    }
  }

  private static Map<String, Object> port(ServiceEntry.Port port) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("number", port.number());
    object.put("protocol", port.protocol());
    object.put("name", port.name());
    return object;
  }

  private static Map<String, Object> endpoint(ServiceEntry.Endpoint endpoint) {
    Map<String, Object> object = new LinkedHashMap<>();
    endpoint.address().ifPresent(address -> object.put("address", address));
    map(object, "ports", endpoint.ports());
    map(object, "labels", endpoint.labels());
    endpoint.network().ifPresent(network -> object.put("network", network));
    endpoint.locality().ifPresent(locality -> object.put("locality", locality));
    endpoint.weight().ifPresent(weight -> object.put("weight", weight));
    return object;
  }

  private static void map(Map<String, Object> object, String key, Map<String, ?> values) {
    if (!values.isEmpty()) {
      object.put(key, new LinkedHashMap<>(values));
    }
  }
}
