package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Containers that end. */
final class CrashTroubles {
  private static final Set<String> NEVER_RAN =
      Set.of("StartError", "ContainerCannotRun", "RunContainerError");
  private static final Pattern KILLED = Pattern.compile("failed (liveness|startup) probe");
  private static final Pattern RUNTIME_ERROR =
      Pattern.compile("^.*(?:unable to start container process|OCI runtime create failed): ");
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9,
          "SIGKILL", 11, "SIGSEGV", 13, "SIGPIPE", 15, "SIGTERM");

  private CrashTroubles() {}

  /**
   * Of a container that ended, and will be started again or not.
   *
   * @param end how it ended last
   * @param runs whether it runs again by now, so that it is not certain that it will end again
   */
  static Trouble of(ContainerView container, ContainerStateTerminated end, boolean runs) {
    int restarts = container.status().getRestartCount();
    String words = words(container, end);
    String count = restarts == 0 ? "" : ", " + Words.count(restarts, "restart");
    return Trouble.of(Cause.CRASH, words.replace("{restarts}", count))
        .times(runs ? 0 : restarts)
        .at(end.getFinishedAt())
        .log(container.log());
  }

  private static String words(ContainerView container, ContainerStateTerminated end) {
    String named = container.named();
    if ("OOMKilled".equals(end.getReason())) {
      return "%s needs more memory than its limit%s: it was killed (OOMKilled%s%s). Raise limits.memory, or make it need less."
          .formatted(named, memoryLimit(container), exitCode(end), "{restarts}");
    }
    Optional<String> probe = killingProbe(container);
    if (probe.isPresent()) {
      return "%s is restarted: its %s{restarts}".formatted(named, probe.get());
    }
    if (NEVER_RAN.contains(String.valueOf(end.getReason()))) {
      return "%s cannot start: %s{restarts}".formatted(named, runtimeError(end.getMessage()));
    }
    if (end.getExitCode() != null && end.getExitCode() == 0) {
      return "%s ends by itself (exit code 0{restarts}). A service has to keep running in the foreground."
          .formatted(named);
    }
    String verb = container.status().getRestartCount() == 0 ? "failed" : "crashes";
    return "%s %s: %s{restarts}%s"
        .formatted(named, verb, ending(end), perhapsMemory(container, end));
  }

  private static String exitCode(ContainerStateTerminated end) {
    return end.getExitCode() == null ? "" : ", exit code " + end.getExitCode();
  }

  /** Container runtimes do not always notice that it was the kernel that killed. */
  private static String perhapsMemory(ContainerView container, ContainerStateTerminated end) {
    String limit = memoryLimit(container);
    return Integer.valueOf(137).equals(end.getExitCode()) && !limit.isEmpty()
        ? ". Perhaps it needed more memory than its limit%s.".formatted(limit)
        : "";
  }

  private static String memoryLimit(ContainerView container) {
    return container
        .spec()
        .map(Container::getResources)
        .map(ResourceRequirements::getLimits)
        .map(l -> l.get("memory"))
        .map(Quantity::toString)
        .map(" "::concat)
        .orElse("");
  }

  /** The kubelet's own note that it killed the container, and what the probe had answered. */
  private static Optional<String> killingProbe(ContainerView container) {
    return container
        .events()
        .because("Killing")
        .newest()
        .map(e -> KILLED.matcher(EventList.message(e)))
        .filter(Matcher::find)
        .map(m -> ProbeTroubles.failure(container, m.group(1), ""));
  }

  /** How it ended: code, and signal if there was one. */
  static String ending(ContainerStateTerminated end) {
    Integer code = end.getExitCode();
    Integer signal = end.getSignal();
    if (signal == null && code != null && code > 128 && code < 160) {
      signal = code - 128;
    }
    if (signal != null && signal > 0) {
      String name = SIGNALS.containsKey(signal) ? " (%s)".formatted(SIGNALS.get(signal)) : "";
      return "killed by signal %d%s, exit code %d".formatted(signal, name, code);
    }
    if (code != null && code == 127) {
      return "exit code 127 (command not found)";
    }
    return "exit code %d".formatted(code);
  }

  /** What is wrong, without the names of the programs that say so. */
  static String runtimeError(String message) {
    String text = Words.line(message);
    String known = RUNTIME_ERROR.matcher(text).replaceFirst("");
    return known.toLowerCase(Locale.ROOT).endsWith(": unknown")
        ? known.substring(0, known.length() - ": unknown".length())
        : known;
  }
}
