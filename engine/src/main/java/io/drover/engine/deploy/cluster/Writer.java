package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;

/** Single writes into one namespace. */
final class Writer {
  private static final String AUTOSCALED = Ownership.MANAGER + "-autoscaled";
  private static final Duration DELETION = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Requests requests;
  private final String namespace;

  Writer(Cluster cluster, String namespace, Runnable guard) {
    this.requests = cluster.requests().guarded(guard);
    this.namespace = namespace;
  }

  Optional<LiveObject> find(ApiKind kind, String name) throws InterruptedException {
    return requests
        .find(ApiPath.object(kind, namespace, name))
        .map(json -> new LiveObject(kind, json));
  }

  /**
   * Applies an object. A Job that cannot be changed, or has failed, is made anew.
   *
   * @return the object as it stands now
   */
  ObjectNode write(ApiKind kind, ObjectNode wanted, boolean force, Optional<LiveObject> before)
      throws InterruptedException {
    if (before.isPresent() && before.get().isFailedJob()) {
      return anew(kind, wanted, force, before.get());
    }
    if (before.isPresent()) {
      handOverReplicas(kind, wanted, before.get().json());
    }
    try {
      return requests.apply(path(kind, wanted, force, false), wanted);
    } catch (KubernetesClientException e) {
      if (kind.kind().equals("Job") && before.isPresent() && Refusals.isImmutable(e)) {
        return anew(kind, wanted, force, before.get());
      }
      throw e;
    }
  }

  private ObjectNode anew(ApiKind kind, ObjectNode wanted, boolean force, LiveObject before)
      throws InterruptedException {
    delete(kind, before.name());
    awaitGone(kind, before);
    return requests.apply(path(kind, wanted, force, false), wanted);
  }

  /**
   * Leaves the number of replicas to an autoscaler. A number that nobody owns falls back to one, so
   * somebody else must own it before Drover lets go; see "Transferring ownership" in the API's
   * documentation of server-side apply.
   */
  private void handOverReplicas(ApiKind kind, ObjectNode wanted, ObjectNode live)
      throws InterruptedException {
    boolean dropped = live.path("spec").has("replicas") && !wanted.path("spec").has("replicas");
    if (!dropped || !OwnedFields.of(live).extract(live).path("spec").has("replicas")) {
      return;
    }
    ObjectNode replicas = Requests.JSON.createObjectNode();
    replicas.set("apiVersion", wanted.path("apiVersion"));
    replicas.set("kind", wanted.path("kind"));
    replicas.putObject("metadata").set("name", wanted.path("metadata").path("name"));
    replicas.putObject("spec").set("replicas", live.path("spec").path("replicas"));
    String path = ApiPath.object(kind, namespace, wanted.path("metadata").path("name").asText());
    requests.apply(path + "?fieldManager=" + AUTOSCALED + "&force=true", replicas);
  }

  /** What {@link #write} would make of the object. */
  ObjectNode dryRun(ApiKind kind, ObjectNode wanted, boolean force) throws InterruptedException {
    return requests.guarded(() -> {}).apply(path(kind, wanted, force, true), wanted);
  }

  /** Deletes the object that stands there now, if there is one; its pods follow later. */
  void delete(ApiKind kind, String name) throws InterruptedException {
    Optional<LiveObject> live = find(kind, name);
    if (live.isPresent()) {
      delete(live.get());
    }
  }

  void delete(LiveObject object) throws InterruptedException {
    requests.delete(ApiPath.object(object.apiKind(), namespace, object.name()), object.uid());
  }

  private void awaitGone(ApiKind kind, LiveObject object) throws InterruptedException {
    long end = System.nanoTime() + DELETION.toNanos();
    while (find(kind, object.name()).filter(o -> o.uid().equals(object.uid())).isPresent()) {
      if (System.nanoTime() > end) {
        throw new WorkFailedException(
            "%s in namespace %s is still being deleted after %d s; see its finalizers"
                .formatted(object.fullName(), namespace, DELETION.toSeconds()));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private String path(ApiKind kind, ObjectNode wanted, boolean force, boolean dryRun) {
    return ApiPath.object(kind, namespace, wanted.path("metadata").path("name").asText())
        + "?fieldManager="
        + Ownership.MANAGER
        + "&force="
        + force
        + (dryRun ? "&dryRun=All" : "");
  }
}
