package io.drover.engine.deploy.cluster;

import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.Reach;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Ports of this machine that lead through the API server to services of a namespace, wherever the
 * cluster is.
 */
final class PortForwards implements Reach {
  private final List<LocalPortForward> open = new ArrayList<>();
  private final Map<String, String> urls = new TreeMap<>();
  private final boolean fromContainer;

  private PortForwards(boolean fromContainer) {
    this.fromContainer = fromContainer;
  }

  /**
   * Opens one port for the first port of each service.
   *
   * @param services name of the cluster's Service by the name of ours
   */
  static PortForwards open(
      KubernetesClient client,
      String namespace,
      Map<String, String> services,
      boolean fromContainer) {
    PortForwards forwards = new PortForwards(fromContainer);
    try {
      services.forEach((name, address) -> forwards.add(client, namespace, name, address));
    } catch (KubernetesClientException e) {
      forwards.close();
      throw ClusterErrors.of("a way to the services of " + namespace, e);
    } catch (RuntimeException e) {
      forwards.close();
      throw e;
    }
    return forwards;
  }

  private void add(KubernetesClient client, String namespace, String name, String address) {
    Service service = client.services().inNamespace(namespace).withName(address).get();
    if (service == null) {
      throw new WorkFailedException(
          "service %s is not in namespace %s; deploy it first".formatted(address, namespace));
    }
    int port = service.getSpec().getPorts().get(0).getTargetPort().getIntVal();
    LocalPortForward forward =
        client
            .pods()
            .inNamespace(namespace)
            .withName(readyPod(client, namespace, service))
            .portForward(port);
    open.add(forward);
    urls.put(name, "http://127.0.0.1:" + forward.getLocalPort());
  }

  /** Not any pod: one that is ending would take the connection, and never answer. */
  private static String readyPod(KubernetesClient client, String namespace, Service service) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabels(service.getSpec().getSelector())
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(Readiness.getInstance()::isReady)
        .map(pod -> pod.getMetadata().getName())
        .findFirst()
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "no pod of service %s in namespace %s is ready"
                        .formatted(service.getMetadata().getName(), namespace)));
  }

  @Override
  public Map<String, String> urls() {
    return urls;
  }

  /** The ports are this machine's, so a container must be in its network. */
  @Override
  public Optional<Network> network() {
    return fromContainer ? Optional.of(new Network("host", Map.of())) : Optional.empty();
  }

  @Override
  public void close() {
    for (LocalPortForward forward : open) {
      try {
        forward.close();
      } catch (IOException e) {
        // It leads nowhere any more, which is all that was wanted.
      }
    }
  }
}
