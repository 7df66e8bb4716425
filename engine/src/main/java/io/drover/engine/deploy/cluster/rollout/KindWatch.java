package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * All objects of one kind: one list, and a watch from there on that goes on where it was cut off.
 *
 * <p>Not the client's informers: they list from the API server's cache, which may be older than
 * what was just applied, and a Deployment from before that looks as if it were ready.
 *
 * @param <T> the kind
 */
public final class KindWatch<T extends HasMetadata> implements AutoCloseable {
  /** After this time the server ends a watch, so that a connection that died silently is found. */
  private static final long WATCH_SECONDS = 60;

  private static final long WATCH_MARGIN_SECONDS = 15;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);

  /** Some clients say of a watch that never began only that it has ended. */
  private static final Duration HARDLY_BEGUN = Duration.ofSeconds(5);

  /**
   * How often an API server is asked again that does not answer, or not this.
   *
   * @param longestPause what pauses grow to while it fails, doubled from half a second
   * @param afterRefusals whether it is asked again when it has refused, as rights may be given
   */
  public record Patience(Duration longestPause, boolean afterRefusals) {
    /** For somebody who waits for what is watched. */
    static final Patience SHORT = new Patience(SHORTEST_PAUSE, false);
  }

  private final FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> operation;
  private final Consumer<T> trim;
  private final Runnable changed;
  private final Patience patience;
  private final Map<String, T> objects = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean listed;
  private volatile Instant heard = Instant.MIN;
  private volatile Optional<KubernetesClientException> trouble = Optional.empty();
  private volatile Optional<KubernetesClientException> refusal = Optional.empty();

  /** Where the watch goes on; null when everything has to be listed. */
  private volatile String version;

  KindWatch(
      String kind,
      String namespace,
      FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> operation,
      Consumer<T> trim,
      Runnable changed) {
    this(kind, namespace, operation, Patience.SHORT, trim, changed);
  }

  /**
   * A watch that is not started yet.
   *
   * @param kind what is watched, for the thread's name
   * @param operation of a client that tries nothing again by itself
   * @param trim takes away what nobody needs of an object
   * @param changed run after each change of the objects, of {@link #trouble} or {@link #refusal},
   *     by the watch's own thread or the client's
   */
  public KindWatch(
      String kind,
      String namespace,
      FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> operation,
      Patience patience,
      Consumer<T> trim,
      Runnable changed) {
    this.operation = operation;
    this.patience = patience;
    this.trim = trim;
    this.changed = changed;
    thread = new Thread(this::run, "watch %s in %s".formatted(kind, namespace));
    thread.setDaemon(true);
  }

  /** Begins to list and to watch. */
  public void start() {
    thread.start();
  }

  /** What is there now, as far as is known. */
  public Collection<T> objects() {
    return objects.values();
  }

  /** Whether all was listed once, or will never be. */
  public boolean isListed() {
    return listed || refusal.isPresent();
  }

  /** Why the API server could not be asked the last time; empty when it could. */
  public Optional<KubernetesClientException> trouble() {
    return trouble;
  }

  /** Why this may not be read at all; nothing is tried any more then. */
  Optional<KubernetesClientException> refusal() {
    return refusal;
  }

  /**
   * When the API server was last heard of, so that what is known was true then. A watch that is
   * open and quiet is heard of about once a minute, when the server ends it.
   */
  public Instant heard() {
    return heard;
  }

  private void run() {
    Duration pause = SHORTEST_PAUSE;
    while (!closed && refusal.isEmpty()) {
      try {
        if (version == null) {
          list();
        }
        watch();
        pause = SHORTEST_PAUSE;
      } catch (KubernetesClientException e) {
        failed(e);
      } catch (InterruptedException e) {
        return;
      } catch (IllegalStateException | RejectedExecutionException e) {
        // So says a client that was closed in the meantime, after this watch.
        if (closed) {
          return;
        }
        throw e;
      }
      changed.run();
      pause(pause);
      pause = longer(pause);
    }
  }

  private Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(patience.longestPause()) < 0 ? twice : patience.longestPause();
  }

  private void list() {
    KubernetesResourceList<T> list = operation.list();
    Map<String, T> now = new java.util.HashMap<>();
    list.getItems().forEach(o -> now.put(id(o), trimmed(o)));
    objects.putAll(now);
    objects.keySet().retainAll(now.keySet());
    version = list.getMetadata().getResourceVersion();
    listed = true;
    heard = Instant.now();
    trouble = Optional.empty();
    changed.run();
  }

  private void watch() throws InterruptedException {
    ListOptions options =
        new ListOptionsBuilder()
            .withResourceVersion(version)
            .withAllowWatchBookmarks(true)
            .withTimeoutSeconds(WATCH_SECONDS)
            .build();
    CountDownLatch ended = new CountDownLatch(1);
    Instant heardBefore = heard;
    Instant begin = Instant.now();
    boolean end;
    try (Watch watch = operation.watch(options, watcher(ended))) {
      end = ended.await(WATCH_SECONDS + WATCH_MARGIN_SECONDS, TimeUnit.SECONDS);
    }
    if (end && heard.equals(heardBefore)) {
      if (begin.plus(HARDLY_BEGUN).isAfter(Instant.now())) {
        version = null;
      } else {
        heard = Instant.now();
      }
    }
  }

  private Watcher<T> watcher(CountDownLatch ended) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, T object) {
        received(action, object);
      }

      @Override
      public void onClose() {
        ended.countDown();
      }

      @Override
      public void onClose(WatcherException cause) {
        if (cause.isHttpGone()) {
          version = null;
        }
        ended.countDown();
      }
    };
  }

  private void received(Watcher.Action action, T object) {
    if (object == null || object.getMetadata() == null) {
      return;
    }
    heard = Instant.now();
    switch (action) {
      case ADDED, MODIFIED -> objects.put(id(object), trimmed(object));
      case DELETED -> objects.remove(id(object));
      case BOOKMARK, ERROR -> {}
    }
    if (action != Watcher.Action.ERROR) {
      version = object.getMetadata().getResourceVersion();
    }
    if (action != Watcher.Action.BOOKMARK) {
      changed.run();
    }
  }

  private void failed(KubernetesClientException e) {
    switch (e.getCode()) {
      case HttpURLConnection.HTTP_GONE -> version = null;
      case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_UNAUTHORIZED -> {
        if (patience.afterRefusals()) {
          unreachable(e);
        } else {
          refusal = Optional.of(e);
        }
      }
      default -> unreachable(e);
    }
  }

  /** It is over when everything could be listed. */
  private void unreachable(KubernetesClientException e) {
    trouble = Optional.of(e);
    version = null;
  }

  private T trimmed(T object) {
    object.getMetadata().setManagedFields(null);
    trim.accept(object);
    return object;
  }

  private static String id(HasMetadata object) {
    return object.getMetadata().getUid();
  }

  private void pause(Duration time) {
    try {
      Thread.sleep(closed ? 0 : time.toMillis());
    } catch (InterruptedException e) {
      // Only close() interrupts, and it has said so.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
