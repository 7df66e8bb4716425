package io.drover.engine.deploy.cluster;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.engine.deploy.cluster.SharedConfigMap.Swap;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.ReleaseStore;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Releases of environments in clusters: a ConfigMap in the namespace of each, changed by compare
 * and set, so that all who deploy there see the same truth and nobody's change is lost.
 */
public final class ReleaseConfigMap implements ReleaseStore {
  /** The ConfigMap's name. */
  public static final String NAME = "drover";

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
    return place.data().record(place.map().read());
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
    return place.data().kinds(place.map().read());
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
    Ownership ownership = new Ownership(configuration.project(), name);
    return new Place(
        new SharedConfigMap(
            clients.apply(environment), environment.namespace(), NAME, ownership.labels()),
        new RecordData(ownership, environment.namespace()));
  }

  /** The ConfigMap of one environment. */
  private record Place(SharedConfigMap map, RecordData data) {
    <T> T swap(Function<Map<String, String>, Swap<T>> change) {
      return map.change(
          before -> {
            Swap<T> swap = change.apply(before);
            Map<String, String> all = new TreeMap<>(before);
            all.putAll(swap.contents());
            return new Swap<>(swap.result(), all);
          });
    }
  }
}
