package io.drover.engine.deploy.podman;

import io.drover.engine.kubernetes.ServiceManifests;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Asks a service that seems to run for a sign of life, through its proxy as its users do. Much
 * cheaper than a probe of each replica, so that a deployment with nothing to do can afford it.
 */
final class FrontDoor {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private FrontDoor() {}

  /** Whether the service's readiness probe succeeds; true where that is no HTTP of its ports. */
  static boolean answers(ServiceManifests service, Map<Integer, Integer> hostPorts) {
    Probe probe =
        PodArguments.container(service.deployment().getSpec().getTemplate()).getReadinessProbe();
    if (probe == null || probe.getHttpGet() == null) {
      return true;
    }
    Integer hostPort = hostPorts.get(probe.getHttpGet().getPort().getIntVal());
    if (hostPort == null) {
      return true;
    }
    try {
      URI uri = URI.create("http://127.0.0.1:" + hostPort + probe.getHttpGet().getPath());
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout((int) TIMEOUT.toMillis());
      connection.setReadTimeout((int) TIMEOUT.toMillis());
      connection.setInstanceFollowRedirects(false);
      int status = connection.getResponseCode();
      connection.disconnect();
      return status >= 200 && status < 400;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
