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
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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
final class KindWatch<T extends HasMetadata> implements AutoCloseable {
  /** After this time the server ends a watch, so that a connection that died silently is found. */
  private static final long WATCH_SECONDS = 60;

  private static final long WATCH_MARGIN_SECONDS = 15;
  private static final long PAUSE_MILLIS = 500;

  private final FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> operation;
  private final Consumer<T> trim;
  private final Runnable changed;
  private final Map<String, T> objects = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean listed;
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
    this.operation = operation;
    this.trim = trim;
    this.changed = changed;
    thread = new Thread(this::run, "watch %s in %s".formatted(kind, namespace));
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** What is there now, as far as is known. */
  Collection<T> objects() {
    return objects.values();
  }

  /** Whether all was listed once, or will never be. */
  boolean isListed() {
    return listed || refusal.isPresent();
  }

  /** Why the API server could not be asked the last time; empty when it could. */
  Optional<KubernetesClientException> trouble() {
    return trouble;
  }

  /** Why this may not be read at all; nothing is tried any more then. */
  Optional<KubernetesClientException> refusal() {
    return refusal;
  }

  private void run() {
    while (!closed && refusal.isEmpty()) {
      try {
        if (version == null) {
          list();
        }
        watch();
        trouble = Optional.empty();
      } catch (KubernetesClientException e) {
        failed(e);
      } catch (InterruptedException e) {
        return;
      } catch (IllegalStateException e) {
        // So says a client that was closed in the meantime, after this watch.
        if (closed) {
          return;
        }
        throw e;
      }
      changed.run();
      pause();
    }
  }

  private void list() {
    KubernetesResourceList<T> list = operation.list();
    Map<String, T> now = new java.util.HashMap<>();
    list.getItems().forEach(o -> now.put(id(o), trimmed(o)));
    objects.putAll(now);
    objects.keySet().retainAll(now.keySet());
    version = list.getMetadata().getResourceVersion();
    listed = true;
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
    try (Watch watch = operation.watch(options, watcher(ended))) {
      if (trouble.isPresent()) {
        trouble = Optional.empty();
        changed.run();
      }
      ended.await(WATCH_SECONDS + WATCH_MARGIN_SECONDS, TimeUnit.SECONDS);
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
      case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_UNAUTHORIZED ->
          refusal = Optional.of(e);
      default -> trouble = Optional.of(e);
    }
  }

  private T trimmed(T object) {
    object.getMetadata().setManagedFields(null);
    trim.accept(object);
    return object;
  }

  private static String id(HasMetadata object) {
    return object.getMetadata().getUid();
  }

  private void pause() {
    try {
      Thread.sleep(closed ? 0 : PAUSE_MILLIS);
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
