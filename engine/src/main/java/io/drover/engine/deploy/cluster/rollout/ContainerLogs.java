package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The last lines of containers. What cannot be had in time is left out. */
final class ContainerLogs {
  private static final int LINES = 10;
  private static final int BYTES = 64 * 1024;
  private static final int THREADS = 4;
  private static final int SECONDS = 10;

  private final KubernetesClient client;
  private final String namespace;

  ContainerLogs(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * Reads several.
   *
   * @return for each of the sources its last lines, in the same order
   */
  List<List<String>> read(List<Trouble.LogSource> sources) throws InterruptedException {
    if (sources.isEmpty()) {
      return List.of();
    }
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(THREADS, sources.size()));
    try {
      List<Callable<List<String>>> reads = new ArrayList<>();
      sources.forEach(s -> reads.add(() -> read(s)));
      List<List<String>> all = new ArrayList<>();
      for (Future<List<String>> read : pool.invokeAll(reads, SECONDS, TimeUnit.SECONDS)) {
        all.add(result(read));
      }
      return all;
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<String> result(Future<List<String>> read) throws InterruptedException {
    try {
      return read.get();
    } catch (CancellationException | ExecutionException e) {
      return List.of();
    }
  }

  /** A container that was made anew meanwhile has one run more, or none of the last kind. */
  private List<String> read(Trouble.LogSource source) {
    try {
      return lines(source, source.previous());
    } catch (KubernetesClientException e) {
      return lines(source, !source.previous());
    }
  }

  private List<String> lines(Trouble.LogSource source, boolean previous) {
    String text =
        client.raw(
            "/api/v1/namespaces/%s/pods/%s/log?container=%s&tailLines=%d&limitBytes=%d&previous=%s"
                .formatted(namespace, source.pod(), source.container(), LINES, BYTES, previous));
    if (text == null) {
      return List.of();
    }
    List<String> lines = text.lines().map(Words::logLine).filter(l -> !l.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
  }
}
