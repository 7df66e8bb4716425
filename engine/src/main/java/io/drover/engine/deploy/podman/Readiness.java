package io.drover.engine.deploy.podman;

import io.drover.engine.process.Command;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Waits until a replica is ready, or until it is certain that it will not be. Probes early and
 * often: a probe's period and delay say how long failures are borne, not how long success waits.
 */
final class Readiness {
  /** Restarts that count as a crash, and the time that a service it needs has to come up. */
  private static final int CRASHES = 3;

  private static final Duration CRASH_PATIENCE = Duration.ofSeconds(10);

  /** How long a replica without a probe may take until it listens; longer, and it need not. */
  private static final Duration LISTEN_PATIENCE = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final Duration EXEC_MARGIN = Duration.ofSeconds(5);

  /** Asks up to eight times in one go; prints the last answer. $1: needed in a row, $2: seconds. */
  private static final String HTTP =
      loop(
          "answer=$(curl -sS -o /dev/null -w 'HTTP %{http_code}' --connect-timeout 1 -m \"$2\""
              + " \"$3\" 2>&1); code=${answer##*HTTP }",
          "[ \"$code\" -ge 200 ] && [ \"$code\" -lt 400 ]",
          "[ \"$code\" = 000 ] && answer=${answer%HTTP 000}; echo \"$answer\"");

  private static final String TCP =
      loop(
          "answer=$(timeout \"$2\" bash -c ': < /dev/tcp/$0/$1' \"$3\" \"$4\" 2>&1); s=$?",
          "[ $s -eq 0 ]",
          "answer=${answer##*: }; echo \"${answer:-no answer}\"");

  private final Podman podman;
  private final LocalSecrets secrets;
  private final String proxy;

  /**
   * Readiness of the replicas of one service.
   *
   * @param proxy container that probes over the network are sent from, which also works where this
   *     machine itself cannot reach the network
   */
  Readiness(Podman podman, LocalSecrets secrets, String proxy) {
    this.podman = podman;
    this.secrets = secrets;
    this.proxy = proxy;
  }

  private static String loop(String ask, String good, String tell) {
    return """
        good=0
        for i in 1 2 3 4 5 6 7 8; do
          %s
          if %s; then good=$((good + 1)); [ $good -ge "$1" ] && exit 0; else good=0; fi
          [ $SECONDS -ge 2 ] && break
          sleep 0.1
        done
        %s
        exit 1
        """
        .formatted(ask, good, tell);
  }

  /**
   * Waits for a replica.
   *
   * @param deadline when the deployment's time is up
   * @throws ReplicaFailedException if it crashes, or is not ready in time
   */
  void await(PodmanContainer replica, PodTemplateSpec template, Instant deadline)
      throws InterruptedException {
    Instant start = Instant.now();
    Optional<Probe> probe =
        Optional.ofNullable(PodArguments.container(template).getReadinessProbe());
    Instant limit = limit(template, start, deadline);
    String answer = "";
    while (true) {
      Optional<String> trouble =
          probe.isPresent()
              ? ask(replica, probe.get())
              : listens(replica, template, start.plus(LISTEN_PATIENCE));
      State state = state(replica);
      if (trouble.isEmpty() && state.running()) {
        return;
      }
      answer = trouble.orElse(answer);
      checkAlive(replica, state, start, deadline);
      if (Instant.now().isAfter(limit)) {
        throw new ReplicaFailedException(
            "its %s did not succeed within %d s; last answer: %s"
                .formatted(
                    probe.map(p -> describe(p, replica)).orElse("start"),
                    Duration.between(start, limit).toSeconds(),
                    answer.isBlank() ? "none" : secrets.mask(answer)),
            lastLines(replica));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /**
   * When a replica that is not ready has failed: when the deployment's time is up, or before that,
   * where a liveness probe asks the same, when the kubelet would kill it.
   */
  private static Instant limit(PodTemplateSpec template, Instant start, Instant deadline) {
    Probe readiness = PodArguments.container(template).getReadinessProbe();
    Probe liveness = PodArguments.container(template).getLivenessProbe();
    if (readiness == null || liveness == null || !sameQuestion(readiness, liveness)) {
      return deadline;
    }
    Instant killed =
        start
            .plusSeconds(number(liveness.getInitialDelaySeconds(), 0))
            .plusSeconds(
                (long) number(liveness.getPeriodSeconds(), 10)
                    * number(liveness.getFailureThreshold(), 3));
    return killed.isBefore(deadline) ? killed : deadline;
  }

  private static boolean sameQuestion(Probe one, Probe other) {
    return Objects.equals(one.getHttpGet(), other.getHttpGet())
        && Objects.equals(one.getTcpSocket(), other.getTcpSocket())
        && Objects.equals(one.getExec(), other.getExec());
  }

  /** Asks once or a few times. Empty: ready; otherwise what it answered last. */
  private Optional<String> ask(PodmanContainer replica, Probe probe) throws InterruptedException {
    int needed = number(probe.getSuccessThreshold(), 1);
    int seconds = number(probe.getTimeoutSeconds(), 1);
    if (probe.getExec() != null) {
      return exec(replica, probe.getExec().getCommand(), needed, seconds);
    }
    if (probe.getHttpGet() != null) {
      return fromProxy(HTTP, needed, seconds, url(probe, replica), "");
    }
    int port = probe.getTcpSocket().getPort().getIntVal();
    return fromProxy(TCP, needed, seconds, replica.address(), "" + port);
  }

  private Optional<String> listens(
      PodmanContainer replica, PodTemplateSpec template, Instant patience)
      throws InterruptedException {
    var ports = PodArguments.container(template).getPorts();
    if (Instant.now().isAfter(patience)) {
      return Optional.empty();
    }
    if (ports.isEmpty()) {
      return Optional.of("still starting");
    }
    return fromProxy(TCP, 1, 1, replica.address(), "" + ports.get(0).getContainerPort());
  }

  /** Waits a few seconds for a replica to listen; it counts as ready after that in any case. */
  void awaitListening(PodmanContainer replica, PodTemplateSpec template)
      throws InterruptedException {
    Instant patience = Instant.now().plus(LISTEN_PATIENCE);
    while (listens(replica, template, patience).isPresent()) {
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private Optional<String> exec(
      PodmanContainer replica, List<String> words, int needed, int seconds)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("exec", replica.name()));
    arguments.addAll(words);
    for (int i = 0; i < needed; i++) {
      Command.Result result =
          podman.command(arguments).timeout(Duration.ofSeconds(seconds).plusSeconds(1)).run();
      if (result.timedOut()) {
        return Optional.of("nothing within %d s".formatted(seconds));
      }
      if (!result.succeeded()) {
        return Optional.of("status %d, %s".formatted(result.status(), result.lastLines(1)));
      }
    }
    return Optional.empty();
  }

  private Optional<String> fromProxy(
      String script, int needed, int seconds, String where, String port)
      throws InterruptedException {
    Command.Result result =
        podman
            .command(
                "exec", proxy, "bash", "-c", script, "sh", "" + needed, "" + seconds, where, port)
            .timeout(Duration.ofSeconds(seconds * 10L).plus(EXEC_MARGIN))
            .run();
    return result.succeeded() ? Optional.empty() : Optional.of(result.lastLines(1));
  }

  /**
   * How a replica is.
   *
   * @param running whether it runs
   * @param restarts how often it was restarted after it had ended by itself
   */
  private record State(boolean running, int restarts) {}

  private State state(PodmanContainer replica) throws InterruptedException {
    Command.Result result =
        podman
            .command("inspect", "--format", "{{.State.Running}} {{.RestartCount}}", replica.name())
            .run();
    String[] words = result.output().strip().split(" ");
    return words.length == 2
        ? new State(words[0].equals("true"), Integer.parseInt(words[1]))
        : new State(false, 0);
  }

  private void checkAlive(PodmanContainer replica, State state, Instant start, Instant deadline)
      throws InterruptedException {
    Instant patience = start.plus(CRASH_PATIENCE);
    boolean patient = Instant.now().isBefore(patience.isBefore(deadline) ? patience : deadline);
    if (patient || (state.running() && state.restarts() < CRASHES)) {
      return;
    }
    String code = exitCode(replica);
    throw new ReplicaFailedException(
        state.restarts() > 0
            ? "it crashes: ended %d times%s".formatted(state.restarts(), code)
            : "it ended%s and does not run".formatted(code),
        lastLines(replica));
  }

  /** From podman's events, since a container that was restarted has forgotten how it ended. */
  private String exitCode(PodmanContainer replica) throws InterruptedException {
    Command.Result result =
        podman
            .command(
                "events",
                "--stream=false",
                "--since=1h",
                "--filter=container=" + replica.name(),
                "--filter=event=died",
                "--format={{.ContainerExitCode}}")
            .run();
    String code = result.lastLines(1).strip();
    return result.succeeded() && code.matches("[0-9]+") ? " with status " + code : "";
  }

  private List<String> lastLines(PodmanContainer replica) throws InterruptedException {
    return podman.lastLines(replica.name()).stream().map(secrets::mask).toList();
  }

  private static String describe(Probe probe, PodmanContainer replica) {
    if (probe.getExec() != null) {
      return "readiness probe (%s)".formatted(String.join(" ", probe.getExec().getCommand()));
    }
    if (probe.getHttpGet() != null) {
      return "readiness probe (GET %s)"
          .formatted(url(probe, replica).replace(replica.address(), replica.pod()));
    }
    return "readiness probe (TCP port %d)".formatted(probe.getTcpSocket().getPort().getIntVal());
  }

  private static String url(Probe probe, PodmanContainer replica) {
    return "http://%s:%d%s"
        .formatted(
            replica.address(),
            probe.getHttpGet().getPort().getIntVal(),
            Optional.ofNullable(probe.getHttpGet().getPath()).orElse("/"));
  }

  private static int number(Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }
}
