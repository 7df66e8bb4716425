package io.drover.engine.agent.kubernetes;

import io.drover.engine.agent.AgentJob;
import io.drover.engine.deploy.cluster.rollout.Trouble;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The workers of a job, pods of one Job. */
final class PodWorkers {
  /** The Job's controller needs a moment to make the pods. */
  private static final Duration TO_BE_MADE = Duration.ofSeconds(10);

  private static final int LINES_OF_LOG = 10;

  private final PodAgents agents;
  private final KubernetesClient client;
  private final AgentJob job;
  private final AgentPod pod;
  private final Patience patience;
  private final long begin = System.nanoTime();
  private String lastTold = "";

  /**
   * Those of a job that runs.
   *
   * @param client one that does not try again by itself
   */
  PodWorkers(PodAgents agents, KubernetesClient client, AgentJob job, AgentPod pod) {
    this.agents = agents;
    this.client = client;
    this.job = job;
    this.pod = pod;
    this.patience =
        new Patience(
            job.spec().timeout(),
            () -> false,
            () -> pods().stream().anyMatch(p -> new NodeRoom(client).isMissingFor(p)));
  }

  /**
   * Makes them.
   *
   * @param address of the job's pod
   */
  void begin(String address) throws InterruptedException {
    new PodCreation(agents, job, pod).create(pod.workers(job, agents.settings(), address));
  }

  /** Why they cannot do their work, once that is certain. Says what they wait for. */
  Optional<String> trouble() {
    List<Pod> pods = pods();
    Optional<Pod> failed = pods.stream().filter(PodWorkers::hasFailed).findFirst();
    if (failed.isPresent()) {
      return Optional.of(words(failed.get()));
    }
    if (pods.size() < job.workers().orElseThrow().count()) {
      boolean late = System.nanoTime() - begin > TO_BE_MADE.toNanos();
      Optional<String> why = late ? whyNotMade() : Optional.empty();
      why.ifPresent(this::tell);
      return why;
    }
    Optional<Trouble> waiting =
        pods.stream()
            .filter(p -> !hasBegun(p))
            .flatMap(p -> agents.watch().trouble(job.name(), p).stream())
            .findFirst();
    waiting.ifPresent(trouble -> tell("waiting: a worker of " + trouble.words()));
    return patience.isOver(waiting)
        ? Optional.of(
            waiting
                .map(trouble -> "a worker did not start: " + trouble.words())
                .orElse("a worker did not start"))
        : Optional.empty();
  }

  private List<Pod> pods() {
    return agents.watch().all().stream()
        .filter(p -> pod.name().equals(p.getMetadata().getLabels().get(AgentLabels.WORKER_OF)))
        .toList();
  }

  private static boolean hasFailed(Pod pod) {
    return pod.getStatus() != null && "Failed".equals(pod.getStatus().getPhase())
        || terminated(pod).filter(end -> end.getExitCode() != 0).isPresent();
  }

  private static boolean hasBegun(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getContainerStatuses().stream()
            .anyMatch(
                s ->
                    s.getState() != null
                        && (s.getState().getRunning() != null
                            || s.getState().getTerminated() != null));
  }

  private static Optional<ContainerStateTerminated> terminated(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .filter(s -> s.getState() != null && s.getState().getTerminated() != null)
            .map(s -> s.getState().getTerminated())
            .findFirst();
  }

  private String words(Pod failed) {
    String name = failed.getMetadata().getName();
    log(name).forEach(line -> job.log().accept("[%s] %s".formatted(name, line)));
    String why =
        agents
            .watch()
            .trouble(job.name(), failed)
            .map(Trouble::words)
            .orElseGet(
                () ->
                    terminated(failed)
                        .map(end -> "it ended with status " + end.getExitCode())
                        .orElse("the cluster ended it"));
    return "the worker in pod %s failed: %s"
        .formatted(name, why.replace("limits.memory", "resources.memory"));
  }

  private List<String> log(String name) {
    try {
      String log =
          client
              .pods()
              .inNamespace(agents.namespace())
              .withName(name)
              .tailingLines(LINES_OF_LOG)
              .getLog();
      return log == null ? List.of() : log.lines().toList();
    } catch (KubernetesClientException e) {
      return List.of();
    }
  }

  /** What the Job's controller said last, for example that a quota is used up. */
  private Optional<String> whyNotMade() {
    try {
      return client
          .v1()
          .events()
          .inNamespace(agents.namespace())
          .withField("involvedObject.name", pod.workersName())
          .list()
          .getItems()
          .stream()
          .filter(event -> "FailedCreate".equals(event.getReason()))
          .max(Comparator.comparing(event -> "" + event.getLastTimestamp()))
          .map(Event::getMessage)
          .map(said -> "a worker's pod is not made: " + said);
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  private void tell(String line) {
    if (!line.equals(lastTold)) {
      lastTold = line;
      job.log().accept(line);
    }
  }

  /** Removes them. */
  void remove() {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(agents.namespace())
        .withName(pod.workersName())
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
    client
        .pods()
        .inNamespace(agents.namespace())
        .withLabel(AgentLabels.WORKER_OF, pod.name())
        .withGracePeriod(0L)
        .delete();
  }
}
