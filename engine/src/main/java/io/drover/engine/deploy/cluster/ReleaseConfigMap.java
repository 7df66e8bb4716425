package io.drover.engine.deploy.cluster;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.ReleaseStore;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Releases of environments in clusters: a ConfigMap in the namespace of each, changed by compare
 * and set, so that all who deploy there see the same truth and nobody's change is lost.
 */
public final class ReleaseConfigMap implements ReleaseStore {
  /** The ConfigMap's name. */
  public static final String NAME = "drover";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LONGEST_PAUSE_MILLIS = 400;

  private final Configuration configuration;
  private final Function<Environment, KubernetesClient> clients;

  /**
   * The releases of a configuration's environments.
   *
   * @param clients how to reach the cluster of an environment; not closed
   */
  public ReleaseConfigMap(
      Configuration configuration, Function<Environment, KubernetesClient> clients) {
    this.configuration = configuration;
    this.clients = clients;
  }

  /** Whether an object keeps releases: it carries the labels of an environment, and stays. */
  static boolean is(LiveObject object) {
    return object.kind().equals("ConfigMap") && object.name().equals(NAME);
  }

  @Override
  public ReleaseRecord read(String environment) {
    Place place = place(environment);
    return place.data().record(place.contents(place.get()));
  }

  @Override
  public ReleaseRecord change(String environment, UnaryOperator<ReleaseRecord> change) {
    Place place = place(environment);
    return place.swap(
        contents -> {
          ReleaseRecord before = place.data().record(contents);
          ReleaseRecord after = change.apply(before);
          return new Swap<>(
              after,
              after.equals(before)
                  ? contents
                  : place.data().texts(after, place.data().kinds(contents)));
        });
  }

  /**
   * The kinds that Drover has written into an environment, as {@code apiVersion/Kind}, so that
   * objects of a kind which left the files are found.
   */
  public Set<String> kinds(String environment) {
    Place place = place(environment);
    return place.data().kinds(place.contents(place.get()));
  }

  /** Remembers kinds, before the first object of them is written; nothing if they are known. */
  public void addKinds(String environment, Collection<String> kinds) {
    changeKinds(
        environment,
        known -> {
          Set<String> all = new TreeSet<>(known);
          all.addAll(kinds);
          return all;
        });
  }

  /** Remembers these kinds and no others, after everything of others was deleted. */
  public void setKinds(String environment, Collection<String> kinds) {
    changeKinds(environment, known -> new TreeSet<>(kinds));
  }

  private void changeKinds(String environment, UnaryOperator<Set<String>> change) {
    Place place = place(environment);
    place.swap(
        contents -> {
          Set<String> before = place.data().kinds(contents);
          Set<String> after = change.apply(before);
          return new Swap<>(
              after,
              after.equals(before)
                  ? contents
                  : place.data().texts(place.data().record(contents), after));
        });
  }

  private Place place(String name) {
    Environment environment = configuration.environment(name).orElseThrow();
    return new Place(
        clients.apply(environment),
        environment.namespace(),
        new Ownership(configuration.project(), name));
  }

  /** What a change gives back, and what shall stand in the ConfigMap then. */
  private record Swap<T>(T result, Map<String, String> contents) {}

  /** The ConfigMap of one environment. */
  private record Place(KubernetesClient client, String namespace, Ownership ownership) {
    RecordData data() {
      return new RecordData(ownership, namespace);
    }

    Optional<ConfigMap> get() {
      try {
        return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(NAME).get());
      } catch (KubernetesClientException e) {
        throw trouble("read", e);
      }
    }

    Map<String, String> contents(Optional<ConfigMap> map) {
      return map.map(ConfigMap::getData).orElse(Map.of());
    }

    <T> T swap(Function<Map<String, String>, Swap<T>> change) {
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
              .formatted(NAME, namespace, PATIENCE.toSeconds()));
    }

    /**
     * Writes if nobody else has written meanwhile.
     *
     * @return false if somebody has
     */
    private boolean set(Optional<ConfigMap> before, Map<String, String> contents) {
      Map<String, String> all = new TreeMap<>(contents(before));
      all.putAll(contents);
      ConfigMap map =
          before
              .map(ConfigMapBuilder::new)
              .orElseGet(ConfigMapBuilder::new)
              .editOrNewMetadata()
              .withName(NAME)
              .withNamespace(namespace)
              .addToLabels(ownership.labels())
              .endMetadata()
              .withData(all)
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

    private static void pause(int attempt) {
      try {
        long most = Math.min(LONGEST_PAUSE_MILLIS, 10L << Math.min(attempt, 6));
        Thread.sleep(ThreadLocalRandom.current().nextLong(most));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new WorkFailedException("interrupted while recording a release", e);
      }
    }

    private WorkFailedException trouble(String what, KubernetesClientException e) {
      return ClusterErrors.of(
          "could not %s ConfigMap %s in namespace %s".formatted(what, NAME, namespace), e);
    }
  }
}
