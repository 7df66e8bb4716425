package io.drover.engine.deploy.cluster;

import io.drover.config.model.Environment;
import io.drover.engine.kubernetes.Ownership;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The pods of an environment's services, with the ends of their logs. */
public final class ServicePods {
  private static final int THREADS = 4;

  private final KubernetesClient client;
  private final Ownership ownership;
  private final String namespace;
  private final Limits limits;

  /**
   * The pods of an environment.
   *
   * @param client a connection to its cluster; not closed
   * @param project the project's name
   * @param limits what is read at most
   */
  public ServicePods(
      KubernetesClient client, String project, Environment environment, Limits limits) {
    this.client = Cluster.withoutRetries(client);
    this.ownership = new Ownership(project, environment.name());
    this.namespace = environment.namespace();
    this.limits = limits;
  }

  /**
   * How much is read.
   *
   * @param pods of how many pods, the newest ones, logs are read; at least 1
   * @param lines how many lines of each log
   * @param bytes how long the text of a log may be, at least 1024; what does not fit is left out in
   *     front
   * @param time how long all of it may take
   */
  public record Limits(int pods, int lines, int bytes, Duration time) {}

  /**
   * A pod.
   *
   * @param name its name
   * @param phase its phase, as Kubernetes calls it
   * @param start when it was started, ISO 8601 in UTC; empty before that
   * @param log the last lines of its service's container, each with its time
   * @param trouble why there is no log; empty where there is one
   */
  public record PodLog(
      String name, String phase, Optional<String> start, String log, Optional<String> trouble) {}

  /**
   * Reads those of a service. Logs that cannot be had in time are left out, and their pods say so.
   *
   * @param service its name
   * @return the newest pod first
   * @throws io.drover.engine.WorkFailedException if the cluster cannot be asked
   */
  public List<PodLog> of(String service) throws InterruptedException {
    List<Pod> pods = list(service);
    List<Callable<String>> reads = new ArrayList<>();
    pods.stream().limit(limits.pods()).forEach(pod -> reads.add(() -> log(service, pod)));
    List<PodLog> all = new ArrayList<>();
    for (Future<String> read : inTime(reads)) {
      all.add(pod(pods.get(all.size()), read));
    }
    String left = "only the logs of the %d newest pods are read".formatted(limits.pods());
    pods.stream().skip(all.size()).forEach(pod -> all.add(pod(pod, "", Optional.of(left))));
    return all;
  }

  private List<Pod> list(String service) {
    Map<String, String> labels = new TreeMap<>(ownership.labels());
    labels.put(Ownership.INSTANCE, service);
    try {
      return client.pods().inNamespace(namespace).withLabels(labels).list().getItems().stream()
          .sorted(
              Comparator.comparing(ServicePods::created)
                  .reversed()
                  .thenComparing(ServicePods::name))
          .toList();
    } catch (KubernetesClientException e) {
      throw ClusterErrors.of("the pods of " + service, e);
    }
  }

  private static String created(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getCreationTimestamp()).orElse("");
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  private List<Future<String>> inTime(List<Callable<String>> reads) throws InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, reads.size())));
    try {
      return pool.invokeAll(reads, limits.time().toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      pool.shutdownNow();
    }
  }

  private PodLog pod(Pod pod, Future<String> read) throws InterruptedException {
    try {
      return pod(pod, read.get(), Optional.empty());
    } catch (CancellationException e) {
      return pod(
          pod,
          "",
          Optional.of("its log did not come within %d s".formatted(limits.time().toSeconds())));
    } catch (ExecutionException e) {
      String why =
          e.getCause() instanceof KubernetesClientException refused
              ? ClusterErrors.reason(refused)
              : "the connection broke";
      return pod(pod, "", Optional.of("its log cannot be read: " + why));
    }
  }

  private static PodLog pod(Pod pod, String log, Optional<String> trouble) {
    return new PodLog(
        name(pod),
        Optional.ofNullable(pod.getStatus().getPhase()).orElse("Unknown"),
        Optional.ofNullable(pod.getStatus().getStartTime()),
        log,
        trouble);
  }

  /** The API server counts bytes from the first of the lines, so the end has to be cut out here. */
  private String log(String service, Pod pod) {
    String text =
        client
            .pods()
            .inNamespace(namespace)
            .withName(name(pod))
            .inContainer(container(service, pod))
            .usingTimestamps()
            .limitBytes(4 * limits.bytes())
            .tailingLines(limits.lines())
            .getLog();
    if (text.length() <= limits.bytes()) {
      return text;
    }
    String end = text.substring(text.length() - limits.bytes());
    return end.substring(end.indexOf('\n') + 1);
  }

  /** The one that carries the service's name, else the first. */
  private static String container(String service, Pod pod) {
    List<String> names = pod.getSpec().getContainers().stream().map(Container::getName).toList();
    return names.contains(service) ? service : names.get(0);
  }
}
