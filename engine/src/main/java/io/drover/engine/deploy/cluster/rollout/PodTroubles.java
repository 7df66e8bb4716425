package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What keeps one pod from being ready. */
final class PodTroubles {
  private final String service;
  private final Pod pod;
  private final PodStatus status;
  private final Observed observed;
  private final EventList events;

  private PodTroubles(String service, Pod pod, Observed observed) {
    this.service = service;
    this.pod = pod;
    this.status = pod.getStatus();
    this.observed = observed;
    this.events = observed.eventsOf(pod);
  }

  /** The most specific trouble of a pod; empty when it is ready, succeeded, or nothing is known. */
  static Optional<Trouble> of(String service, Pod pod, Observed observed) {
    if (pod.getStatus() == null || isReady(pod) || "Succeeded".equals(pod.getStatus().getPhase())) {
      return Optional.empty();
    }
    return new PodTroubles(service, pod, observed).worst();
  }

  /** Whether a pod is ready. */
  static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private Optional<Trouble> worst() {
    if ("Failed".equals(status.getPhase()) && status.getReason() != null) {
      return Optional.of(
          Trouble.of(
              Cause.EVICTED,
              "the node threw a pod of %s out: %s"
                  .formatted(
                      service,
                      Words.line(
                          status.getReason() + ": " + String.valueOf(status.getMessage())))));
    }
    return SchedulingTroubles.of(service, pod, observed)
        .or(() -> containers().flatMap(c -> trouble(c).stream()).min(Trouble.WORST_FIRST))
        .or(this::initRunning)
        .or(() -> StartTroubles.of(service, pod, events).filter(t -> isStarting()))
        .or(this::gated);
  }

  private Stream<ContainerView> containers() {
    List<ContainerView> all = new ArrayList<>();
    for (ContainerStatus container : status.getInitContainerStatuses()) {
      all.add(view(container, true));
    }
    for (ContainerStatus container : status.getContainerStatuses()) {
      all.add(view(container, false));
    }
    return all.stream();
  }

  private ContainerView view(ContainerStatus container, boolean init) {
    return new ContainerView(service, pod, container, init, events.about(container.getName()));
  }

  private Optional<Trouble> trouble(ContainerView container) {
    ContainerState state = container.status().getState();
    if (state == null) {
      return Optional.empty();
    }
    if (state.getWaiting() != null) {
      return waiting(container, state.getWaiting());
    }
    if (state.getTerminated() != null) {
      return ended(container, state.getTerminated());
    }
    return state.getRunning() == null || Boolean.TRUE.equals(container.status().getReady())
        ? Optional.empty()
        : running(container, state.getRunning().getStartedAt());
  }

  private static Optional<Trouble> waiting(ContainerView container, ContainerStateWaiting waiting) {
    if (ImageTroubles.isWaiting(waiting)) {
      return Optional.of(ImageTroubles.of(container, waiting));
    }
    return StartTroubles.of(container, waiting)
        .or(() -> lastEnd(container).map(end -> CrashTroubles.of(container, end, false)));
  }

  private static Optional<Trouble> ended(ContainerView container, ContainerStateTerminated end) {
    boolean well = end.getExitCode() != null && end.getExitCode() == 0;
    boolean mayEnd = container.init() || !isRestarted(container.pod());
    return well && mayEnd ? Optional.empty() : Optional.of(CrashTroubles.of(container, end, false));
  }

  private static boolean isRestarted(Pod pod) {
    return !List.of("Never", "OnFailure")
        .contains(String.valueOf(pod.getSpec().getRestartPolicy()));
  }

  private static Optional<Trouble> running(ContainerView container, String startedAt) {
    return ProbeTroubles.of(container, startedAt)
        .or(() -> lastEnd(container).map(end -> CrashTroubles.of(container, end, true)));
  }

  private static Optional<ContainerStateTerminated> lastEnd(ContainerView container) {
    return Optional.ofNullable(container.status().getLastState())
        .map(ContainerState::getTerminated);
  }

  private boolean isStarting() {
    return containers()
        .anyMatch(c -> c.status().getState() != null && c.status().getState().getWaiting() != null);
  }

  private Optional<Trouble> initRunning() {
    return containers()
        .filter(c -> c.init() && !isSidecar(c))
        .filter(c -> c.status().getState() != null && c.status().getState().getRunning() != null)
        .findFirst()
        .map(
            c ->
                Trouble.of(
                        Cause.BUSY, "init container %s is running".formatted(c.status().getName()))
                    .log(c.log(false)));
  }

  private static boolean isSidecar(ContainerView container) {
    return container.spec().map(Container::getRestartPolicy).filter("Always"::equals).isPresent();
  }

  private Optional<Trouble> gated() {
    return status.getConditions().stream()
        .filter(c -> "Ready".equals(c.getType()) && "ReadinessGatesNotReady".equals(c.getReason()))
        .map(PodCondition::getMessage)
        .map(m -> Trouble.of(Cause.PROBE, "pods of %s are not ready: %s".formatted(service, m)))
        .findFirst();
  }
}
