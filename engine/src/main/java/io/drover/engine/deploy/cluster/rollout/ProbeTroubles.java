package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Containers that run and are not ready. */
final class ProbeTroubles {
  private static final Pattern UNHEALTHY =
      Pattern.compile("^(Readiness|Liveness|Startup) probe (?:failed|errored):? ?", Pattern.DOTALL);
  private static final int LONGEST_COMMAND = 60;

  private ProbeTroubles() {}

  /** What the probe answered since the container was started; empty when it has not yet. */
  static Optional<Trouble> of(ContainerView container, String startedAt) {
    return container
        .events()
        .because("Unhealthy")
        .where(e -> EventList.time(e).compareTo(String.valueOf(startedAt)) >= 0)
        .newest()
        .map(e -> trouble(container, e));
  }

  private static Trouble trouble(ContainerView container, Event event) {
    Matcher matcher = UNHEALTHY.matcher(EventList.message(event));
    String type = matcher.find() ? matcher.group(1).toLowerCase(Locale.ROOT) : "health";
    return Trouble.of(
            Cause.PROBE,
            "%s run but are not ready: %s"
                .formatted(
                    container.pods(),
                    failure(container, type, " of container " + container.status().getName())))
        .at(EventList.time(event))
        .log(container.log(false));
  }

  /**
   * Which probe failed, what it asks and what it got: {@code liveness probe (GET :8080/healthz)
   * failed: HTTP probe failed with statuscode: 404}.
   *
   * @param whose of which container it is, where that is not clear
   */
  static String failure(ContainerView container, String type, String whose) {
    String prefix = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    String answer =
        container
            .events()
            .because("Unhealthy")
            .saying(prefix)
            .newest()
            .map(EventList::message)
            .map(m -> Words.line(UNHEALTHY.matcher(m).replaceFirst("")))
            .orElse("");
    String asked =
        container.spec().map(c -> probe(c, type)).map(ProbeTroubles::describe).orElse("");
    return "%s probe%s%s failed%s"
        .formatted(type, asked, whose, answer.isBlank() ? "" : ": " + answer);
  }

  private static Probe probe(Container container, String type) {
    return switch (type) {
      case "readiness" -> container.getReadinessProbe();
      case "liveness" -> container.getLivenessProbe();
      default -> container.getStartupProbe();
    };
  }

  private static String describe(Probe probe) {
    if (probe.getHttpGet() != null) {
      String path = Optional.ofNullable(probe.getHttpGet().getPath()).orElse("/");
      return " (GET :%s%s)".formatted(port(probe.getHttpGet().getPort()), path);
    }
    if (probe.getTcpSocket() != null) {
      return " (TCP port %s)".formatted(port(probe.getTcpSocket().getPort()));
    }
    if (probe.getGrpc() != null) {
      return " (gRPC port %d)".formatted(probe.getGrpc().getPort());
    }
    if (probe.getExec() != null) {
      String command = Words.line(String.join(" ", probe.getExec().getCommand()));
      return " (%s)"
          .formatted(
              command.length() <= LONGEST_COMMAND
                  ? command
                  : command.substring(0, LONGEST_COMMAND) + "…");
    }
    return "";
  }

  private static String port(IntOrString port) {
    return String.valueOf(port.getValue());
  }
}
