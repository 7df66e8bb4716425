package io.drover.engine.agent.kubernetes;

import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.agent.ShellScript;
import io.drover.engine.deploy.cluster.Cluster;
import io.drover.engine.deploy.cluster.rollout.Trouble;
import io.drover.engine.process.Command;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** One job in its pod, from the pod's creation to its removal. */
final class PodRun implements AutoCloseable {
  private static final Duration HEARTBEAT = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration REST_OF_LOG = Duration.ofSeconds(10);
  private static final int KILLED = 137;

  private final PodAgents agents;
  private final AgentJob job;
  private final AgentPod pod;
  private final KubernetesClient client;
  private final HelperExec helper;
  private final AgentFiles files;
  private final Patience patience;
  private final Optional<PodWorkers> workers;
  private Optional<PodLog> log = Optional.empty();
  private Optional<ScheduledFuture<?>> heartbeat = Optional.empty();
  private String lastTold = "";
  private boolean seen;

  PodRun(PodAgents agents, AgentJob job, AgentPod pod) {
    this.agents = agents;
    this.job = job;
    this.pod = pod;
    this.client = Cluster.withoutRetries(agents.client());
    this.helper = new HelperExec(client, agents.namespace(), pod.name());
    this.files = new AgentFiles(helper, job, pod.token());
    this.workers = job.workers().map(w -> new PodWorkers(agents, client, job, pod));
    this.patience =
        new Patience(
            job.spec().timeout(),
            () -> agents.othersAreAtWork(pod.name()),
            this::isTooLargeForAllNodes);
  }

  /**
   * How the lines ended.
   *
   * @param status exit status of the script
   * @param timedOut whether their time was up
   * @param trouble what the cluster did to them
   */
  private record End(int status, boolean timedOut, Optional<String> trouble) {
    boolean well() {
      return status == 0 && !timedOut;
    }
  }

  void run(ShellScript script) throws InterruptedException {
    new PodCreation(agents, job, pod).run();
    awaitRunning(AgentPod.HELPER);
    heartbeat =
        Optional.of(
            agents
                .background()
                .scheduleWithFixedDelay(
                    this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS));
    files.send();
    awaitRunning(AgentPod.MAIN);
    if (workers.isPresent()) {
      workers.get().begin(find().orElseThrow(this::gone).getStatus().getPodIP());
    }
    long begin = System.nanoTime();
    PodLog followed =
        PodLog.follow(
            client,
            agents.namespace(),
            pod.name(),
            pod.token(),
            job.log(),
            agents.changes()::happened);
    log = Optional.of(followed);
    End end = awaitEnd(followed, begin);
    if (end.well()) {
      files.fetchResults();
    } else {
      fail(end, script);
    }
  }

  /** Waits until a container has begun, even if it has ended since. */
  private void awaitRunning(String container) throws InterruptedException {
    while (true) {
      long count = agents.changes().count();
      Optional<Pod> now = find();
      if (now.isPresent()) {
        Optional<ContainerStatus> status = status(now.get(), container);
        if (status.filter(s -> hasBegun(s)).isPresent()) {
          return;
        }
        Optional<Trouble> trouble = agents.watch().trouble(job.name(), now.get());
        if (isOver(now.get()) || patience.isOver(trouble)) {
          throw new WorkFailedException(
              trouble.map(this::words).orElse("the pod of %s did not start".formatted(job.name())));
        }
        trouble.ifPresent(this::tell);
      }
      agents.changes().await(count, LOOK.toMillis());
    }
  }

  private static boolean hasBegun(ContainerStatus status) {
    return status.getState() != null
        && (status.getState().getRunning() != null || status.getState().getTerminated() != null);
  }

  private void tell(Trouble trouble) {
    if (!trouble.words().equals(lastTold)) {
      lastTold = trouble.words();
      job.log().accept("waiting: " + words(trouble));
    }
  }

  private boolean isTooLargeForAllNodes() {
    Optional<Pod> now = agents.watch().find(pod.name());
    return now.isPresent()
        && !agents.watch().hasSaid(now.get(), "TriggeredScaleUp")
        && new NodeRoom(client).isMissingFor(now.get());
  }

  private End awaitEnd(PodLog followed, long begin) throws InterruptedException {
    while (true) {
      long count = agents.changes().count();
      OptionalInt status = followed.status();
      if (status.isPresent()) {
        return new End(status.getAsInt(), false, troubleOf(status.getAsInt()));
      }
      Optional<String> lost = workers.flatMap(PodWorkers::trouble);
      if (lost.isPresent()) {
        giveUp(lost.get());
      }
      Pod now = find().orElseThrow(this::gone);
      Optional<ContainerStateTerminated> ended = terminated(now);
      if (ended.isPresent() || isOver(now)) {
        followed.finish(REST_OF_LOG);
        // The lines' own word, if it has come by now: that their container ended is no news then.
        OptionalInt said = followed.status();
        if (said.isPresent()) {
          return new End(said.getAsInt(), false, troubleOf(said.getAsInt()));
        }
        int code = ended.map(ContainerStateTerminated::getExitCode).orElse(KILLED);
        return new End(code, false, trouble(now));
      }
      long left = job.spec().timeout().toMillis() - (System.nanoTime() - begin) / 1_000_000;
      if (left <= 0) {
        return new End(KILLED, true, Optional.empty());
      }
      agents.changes().await(count, Math.min(left, LOOK.toMillis()));
    }
  }

  /** What was killed inside may have had too much memory, which the cluster says in a moment. */
  private Optional<String> troubleOf(int status) throws InterruptedException {
    if (status != KILLED) {
      return Optional.empty();
    }
    long end = System.nanoTime() + LOOK.toNanos();
    while (System.nanoTime() < end) {
      long count = agents.changes().count();
      Optional<Pod> now = agents.watch().find(pod.name());
      Optional<ContainerStateTerminated> ended = now.flatMap(PodRun::terminated);
      if (ended.isPresent()) {
        return "OOMKilled".equals(ended.get().getReason()) ? trouble(now.get()) : Optional.empty();
      }
      agents.changes().await(count, LOOK.toMillis());
    }
    return Optional.empty();
  }

  private Optional<String> trouble(Pod now) {
    return agents.watch().trouble(job.name(), now).map(this::words);
  }

  /** The files of a build call it otherwise than those of an environment. */
  private String words(Trouble trouble) {
    return trouble.words().replace("limits.memory", "resources.memory");
  }

  private void fail(End end, ShellScript script) throws InterruptedException {
    try {
      stop();
      files.fetchAll();
    } catch (WorkFailedException e) {
      job.log().accept(e.getMessage());
      end.trouble()
          .ifPresent(
              t -> {
                throw new WorkFailedException(t, e);
              });
    }
    try {
      script.check(new Command.Result(end.status(), end.timedOut(), "", ""), job);
    } catch (WorkFailedException e) {
      throw end.trouble().map(t -> new WorkFailedException(e.getMessage() + "\n" + t, e)).orElse(e);
    }
  }

  /** Without its workers the lines cannot come to anything. */
  private void giveUp(String why) throws InterruptedException {
    try {
      stop();
      files.fetchAll();
    } catch (WorkFailedException e) {
      job.log().accept(e.getMessage());
    }
    throw new WorkFailedException(why);
  }

  /** Ends the lines, so that nothing changes while the workspace is read. */
  private void stop() throws InterruptedException {
    try {
      tell("touch", "/drover/stop");
    } catch (IOException e) {
      // Reading the workspace says more.
    }
  }

  private void beat() {
    try {
      tell("touch", "/drover/alive");
    } catch (IOException e) {
      log.ifPresent(PodLog::reconnect);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String... command) throws IOException, InterruptedException {
    helper.run(InputStream.nullInputStream(), OutputStream.nullOutputStream(), List.of(command));
  }

  private Optional<Pod> find() {
    Optional<Pod> now = agents.watch().find(pod.name());
    if (seen && now.isEmpty()) {
      throw gone();
    }
    seen = now.isPresent();
    return now;
  }

  private WorkFailedException gone() {
    return new WorkFailedException(
        "somebody deleted pod %s in namespace %s, or drained its node; run again"
            .formatted(pod.name(), agents.namespace()));
  }

  private static boolean isOver(Pod pod) {
    String phase = pod.getStatus() == null ? "" : "" + pod.getStatus().getPhase();
    return phase.equals("Failed") || phase.equals("Succeeded");
  }

  private static Optional<ContainerStatus> status(Pod pod, String container) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .filter(s -> s.getName().equals(container))
            .findFirst();
  }

  private static Optional<ContainerStateTerminated> terminated(Pod pod) {
    return status(pod, AgentPod.MAIN).map(s -> s.getState()).map(s -> s.getTerminated());
  }

  /** Removes pod and Secret, also in a thread that is interrupted. */
  @Override
  public void close() {
    heartbeat.ifPresent(h -> h.cancel(true));
    log.ifPresent(PodLog::close);
    agents.insist(
        () -> {
          var namespace = agents.namespace();
          agents
              .client()
              .pods()
              .inNamespace(namespace)
              .withName(pod.name())
              .withGracePeriod(0L)
              .delete();
          workers.ifPresent(PodWorkers::remove);
          agents.client().secrets().inNamespace(namespace).withName(pod.name()).delete();
        });
  }
}
