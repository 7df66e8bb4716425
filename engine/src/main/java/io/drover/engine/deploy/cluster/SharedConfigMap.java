package io.drover.engine.deploy.cluster;

import io.drover.engine.WorkFailedException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * A ConfigMap that several write, changed by compare and set, so that nobody's change is lost.
 *
 * @param client not closed
 * @param labels what it carries besides labels that others gave it
 */
public record SharedConfigMap(
    KubernetesClient client, String namespace, String name, Map<String, String> labels) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LONGEST_PAUSE_MILLIS = 400;

  /**
   * What a change gives back, and what shall stand in the ConfigMap then.
   *
   * @param contents all keys; the same as before: nothing is written
   */
  public record Swap<T>(T result, Map<String, String> contents) {}

  /**
   * What stands in it; nothing where it is not there.
   *
   * @throws WorkFailedException if it cannot be read
   */
  public Map<String, String> read() {
    return contents(get());
  }

  /**
   * Changes it; it is made where it is missing.
   *
   * @param change from what stands in it to what shall; may be called several times
   * @throws WorkFailedException if it cannot be read or written
   */
  public <T> T change(Function<Map<String, String>, Swap<T>> change) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int attempt = 1; System.nanoTime() < end; attempt++) {
      Optional<ConfigMap> before = get();
      Swap<T> swap = change.apply(contents(before));
      if (swap.contents().equals(contents(before)) || set(before, swap.contents())) {
        return swap.result();
      }
      pause(attempt);
    }
    throw new WorkFailedException(
        "could not write ConfigMap %s in namespace %s: for %d s somebody else has changed it each time just before; try again"
            .formatted(name, namespace, PATIENCE.toSeconds()));
  }

  private Optional<ConfigMap> get() {
    try {
      return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get());
    } catch (KubernetesClientException e) {
      throw trouble("read", e);
    }
  }

  private static Map<String, String> contents(Optional<ConfigMap> map) {
    return map.map(ConfigMap::getData).orElse(Map.of());
  }

  /**
   * Writes if nobody else has written meanwhile.
   *
   * @return false if somebody has
   */
  private boolean set(Optional<ConfigMap> before, Map<String, String> contents) {
    ConfigMap map =
        before
            .map(ConfigMapBuilder::new)
            .orElseGet(ConfigMapBuilder::new)
            .editOrNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .addToLabels(labels)
            .endMetadata()
            .withData(contents)
            .build();
    try {
      if (before.isEmpty()) {
        client.resource(map).create();
      } else {
        String version = before.get().getMetadata().getResourceVersion();
        client.resource(map).lockResourceVersion(version).update();
      }
      return true;
    } catch (KubernetesClientException e) {
      boolean deleted = e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && before.isPresent();
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || deleted) {
        return false;
      }
      throw trouble("write", e);
    }
  }

  private void pause(int attempt) {
    try {
      long most = Math.min(LONGEST_PAUSE_MILLIS, 10L << Math.min(attempt, 6));
      Thread.sleep(ThreadLocalRandom.current().nextLong(most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailedException("interrupted while writing ConfigMap %s".formatted(name), e);
    }
  }

  private WorkFailedException trouble(String what, KubernetesClientException e) {
    return ClusterErrors.of(
        "could not %s ConfigMap %s in namespace %s".formatted(what, name, namespace), e);
  }
}
