package io.drover.endtoend;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Looks again and again whether services have pods that are ready. */
final class Availability implements AutoCloseable {
  private static final long EVERY_MILLIS = 100;

  private final KubernetesClient client;
  private final String namespace;
  private final List<String> services;
  private final List<String> lapses = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread = new Thread(this::look, "availability");
  private volatile boolean closed;
  private volatile int looks;

  private Availability(KubernetesClient client, String namespace, List<String> services) {
    this.client = client;
    this.namespace = namespace;
    this.services = services;
  }

  static Availability of(KubernetesClient client, String namespace, String... services) {
    Availability availability = new Availability(client, namespace, List.of(services));
    availability.thread.setDaemon(true);
    availability.thread.start();
    return availability;
  }

  private void look() {
    while (!closed) {
      for (String service : services) {
        try {
          Endpoints endpoints = client.endpoints().inNamespace(namespace).withName(service).get();
          looks++;
          if (endpoints == null
              || endpoints.getSubsets().stream().allMatch(s -> s.getAddresses().isEmpty())) {
            lapses.add(Instant.now() + " " + service);
          }
        } catch (KubernetesClientException e) {
          // An API server that is stopped says nothing about the services.
        }
      }
      Pause.millis(EVERY_MILLIS);
    }
  }

  /** When a service had no pod that is ready. */
  List<String> lapses() {
    return List.copyOf(lapses);
  }

  /** How often was looked. */
  int looks() {
    return looks;
  }

  @Override
  public void close() {
    closed = true;
  }
}
