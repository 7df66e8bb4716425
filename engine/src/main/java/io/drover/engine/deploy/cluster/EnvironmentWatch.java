package io.drover.engine.deploy.cluster;

import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.cluster.rollout.KindWatch;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.release.ReleaseRecord;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Knows what an environment of a cluster runs without asking each time: what a status is told from
 * is listed once and watched, and pods and events only as long as something is not as it should be.
 */
public final class EnvironmentWatch implements AutoCloseable {
  private static final KindWatch.Patience PATIENCE =
      new KindWatch.Patience(Duration.ofSeconds(30), true);

  private final KubernetesClient client;
  private final Environment environment;
  private final Ownership ownership;
  private final RecordData data;

  /** What a status cannot be told without. */
  private final List<KindWatch<?>> usual = new ArrayList<>();

  /** What tells why something is not as it should be; empty while all is. */
  private final List<KindWatch<?>> details = new ArrayList<>();

  /** Routes of the kinds that were written there, by {@code apiVersion/Kind}. */
  private final Map<String, KindWatch<?>> routes = new LinkedHashMap<>();

  private boolean closed;
  private boolean stale = true;
  private Optional<EnvironmentState> state = Optional.empty();
  private Optional<String> malformed = Optional.empty();

  /**
   * What is known of an environment.
   *
   * @param state what ran when it was seen last; empty before it was ever seen
   * @param asOf when that was known for sure; empty before it was ever seen. While the API server
   *     answers and nothing changes it is at most about 75 seconds ago
   * @param trouble why it cannot be seen now; empty when it can
   */
  public record Sighting(
      Optional<EnvironmentState> state, Optional<Instant> asOf, Optional<String> trouble) {
    /** Nothing yet, and nothing known to be wrong. */
    public static final Sighting NONE =
        new Sighting(Optional.empty(), Optional.empty(), Optional.empty());
  }

  private EnvironmentWatch(KubernetesClient client, String project, Environment environment) {
    this.client = Cluster.withoutRetries(client);
    this.environment = environment;
    this.ownership = new Ownership(project, environment.name());
    this.data = new RecordData(ownership, environment.namespace());
  }

  /**
   * Begins to watch an environment; ended by {@link #close}.
   *
   * @param client of the environment's cluster; not closed
   * @param project the project's name
   */
  public static EnvironmentWatch start(
      KubernetesClient client, String project, Environment environment) {
    EnvironmentWatch watch = new EnvironmentWatch(client, project, environment);
    synchronized (watch) {
      watch.startUsual();
    }
    return watch;
  }

  private void startUsual() {
    usual.add(
        watch(
            "ConfigMap",
            client
                .configMaps()
                .inNamespace(environment.namespace())
                .withField("metadata.name", ReleaseConfigMap.NAME)));
    LiveObjects.KINDS.forEach(kind -> usual.add(watch(kind)));
  }

  private <T extends HasMetadata> KindWatch<T> watch(Class<T> kind) {
    return watch(
        kind.getSimpleName(),
        client
            .resources(kind)
            .inNamespace(environment.namespace())
            .withLabels(LiveObjects.labels(kind, ownership)));
  }

  private <T extends HasMetadata> KindWatch<T> watch(
      String kind, FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> operation) {
    KindWatch<T> watch =
        new KindWatch<>(kind, environment.namespace(), operation, PATIENCE, o -> {}, this::changed);
    watch.start();
    return watch;
  }

  /** What is known now. Asks nobody. */
  public synchronized Sighting now() {
    if (stale && usual.stream().allMatch(KindWatch::isListed)) {
      stale = false;
      look();
    }
    return new Sighting(state, asOf(), malformed.or(this::unseen));
  }

  private void look() {
    List<HasMetadata> all = objects();
    try {
      ReleaseRecord record = data.record(contents(all));
      state = Optional.of(new ClusterStatus(environment, record, new LiveObjects(all)).state());
      malformed = Optional.empty();
    } catch (WorkFailedException e) {
      malformed = Optional.of(e.getMessage());
    }
  }

  private Optional<Instant> asOf() {
    return state.flatMap(s -> usual.stream().map(KindWatch::heard).min(Comparator.naturalOrder()));
  }

  private Optional<String> unseen() {
    return usual.stream()
        .flatMap(watch -> watch.trouble().stream())
        .map(ClusterErrors::reason)
        .findFirst();
  }

  /** All that is known, each kind in the order of names, as an API server lists it. */
  private List<HasMetadata> objects() {
    List<HasMetadata> all = new ArrayList<>();
    Stream.of(usual, details, routes.values())
        .flatMap(Collection::stream)
        .flatMap(watch -> watch.objects().stream())
        .forEach(all::add);
    all.sort(Comparator.comparing(object -> object.getMetadata().getName()));
    return all;
  }

  private static Map<String, String> contents(List<HasMetadata> all) {
    return all.stream()
        .filter(ConfigMap.class::isInstance)
        .map(map -> ((ConfigMap) map).getData())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(Map.of());
  }

  /** Called by the threads of the watches. */
  private synchronized void changed() {
    stale = true;
    if (closed) {
      return;
    }
    List<HasMetadata> all = objects();
    if (LiveObjects.isDone(all)) {
      details.forEach(KindWatch::close);
      details.clear();
    } else if (details.isEmpty()) {
      LiveObjects.KINDS_OF_REASONS.forEach(kind -> details.add(watch(kind)));
    }
    for (String kind : writtenRoutes(all)) {
      routes.computeIfAbsent(
          kind,
          k ->
              watch(
                  k,
                  LiveObjects.routes(client, k)
                      .inNamespace(environment.namespace())
                      .withLabels(ownership.labels())));
    }
  }

  private List<String> writtenRoutes(List<HasMetadata> all) {
    try {
      return LiveObjects.routes(data.kinds(contents(all)));
    } catch (WorkFailedException e) {
      // Said where the state is told.
      return List.of();
    }
  }

  /** Ends all watches, without waiting for it. */
  @Override
  public synchronized void close() {
    closed = true;
    Stream.of(usual, details, routes.values())
        .flatMap(Collection::stream)
        .forEach(KindWatch::close);
  }
}
