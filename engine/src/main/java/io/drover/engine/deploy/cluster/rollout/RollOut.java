package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Watches workloads until they run what was asked for, or until it is certain that they will not,
 * and says why.
 */
public final class RollOut {
  private RollOut() {}

  /**
   * Waits for workloads that were applied before. Costs one list and one watch for each kind of
   * object in the namespace, however many workloads there are, and nothing when there are none. An
   * API server that is away is waited for.
   *
   * @param client how to reach the cluster; not closed
   * @param namespace where all of the workloads are
   * @param workloads what to wait for
   * @param log what happens, as {@code service: line}, when it changes; called from this thread
   * @return a verdict for each service, in the order of the workloads
   * @throws io.drover.engine.WorkFailedException if the workloads may not be read
   * @throws InterruptedException if this thread was interrupted; nothing is watched any more then
   */
  public static Map<String, Verdict> await(
      KubernetesClient client, String namespace, List<Workload> workloads, Consumer<String> log)
      throws InterruptedException {
    return await(client, namespace, workloads, log, pod -> {});
  }

  /**
   * Waits for workloads that were put back to what they were. Deletes the pods of the version that
   * failed where a StatefulSet would wait for them to be ready, forever, before it replaces them.
   *
   * @param client how to reach the cluster; not closed
   * @param namespace where all of the workloads are
   * @param workloads what to wait for
   * @param log what happens, as {@code service: line}, when it changes; called from this thread
   * @return a verdict for each service, in the order of the workloads
   * @throws io.drover.engine.WorkFailedException if the workloads may not be read
   * @throws InterruptedException if this thread was interrupted; nothing is watched any more then
   */
  public static Map<String, Verdict> awaitRestored(
      KubernetesClient client, String namespace, List<Workload> workloads, Consumer<String> log)
      throws InterruptedException {
    return await(client, namespace, workloads, log, pod -> delete(client, namespace, pod, log));
  }

  private static void delete(
      KubernetesClient client, String namespace, String pod, Consumer<String> log) {
    try {
      client.pods().inNamespace(namespace).withName(pod).delete();
      log.accept("deleted pod %s of the version that failed".formatted(pod));
    } catch (KubernetesClientException e) {
      log.accept("pod %s cannot be deleted: %s".formatted(pod, Words.line(e.getMessage())));
    }
  }

  private static Map<String, Verdict> await(
      KubernetesClient client,
      String namespace,
      List<Workload> workloads,
      Consumer<String> log,
      Consumer<String> unblock)
      throws InterruptedException {
    if (workloads.isEmpty()) {
      return Map.of();
    }
    try (NamespaceWatch watch = new NamespaceWatch(client, namespace)) {
      ContainerLogs logs = new ContainerLogs(client, namespace);
      return new RollOutWait(watch, logs, workloads, log, unblock).run();
    }
  }

  /**
   * Whether a workload needs no waiting, so that a deployment which changed nothing watches
   * nothing.
   *
   * @param workload a Deployment, StatefulSet or Job with its status, typed or generic; of any
   *     other kind the answer is yes
   */
  public static boolean isDone(HasMetadata workload) {
    return Completion.of(workload).done();
  }
}
