package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/**
 * One container of a pod, with all that is known of it.
 *
 * @param service the service's name
 * @param pod its pod
 * @param status its status
 * @param init whether it is an init container
 * @param events about this container
 */
record ContainerView(
    String service, Pod pod, ContainerStatus status, boolean init, EventList events) {

  /** As it was asked for; empty for one that was put in by somebody else afterwards. */
  Optional<Container> spec() {
    var spec = pod.getSpec();
    return (init ? spec.getInitContainers() : spec.getContainers())
        .stream().filter(c -> c.getName().equals(status.getName())).findFirst();
  }

  /** The image that was asked for. */
  String image() {
    return spec().map(Container::getImage).orElse(status.getImage());
  }

  /** As people are told: {@code container main of catalog}. */
  String named() {
    return "%s %s of %s"
        .formatted(init ? "init container" : "container", status.getName(), service);
  }

  String pods() {
    return "pods of " + service;
  }

  /** The log of the run that ended last, or of the one that goes on. */
  Trouble.LogSource log() {
    boolean runs = status.getState() != null && status.getState().getRunning() != null;
    return log(
        runs && status.getLastState() != null && status.getLastState().getTerminated() != null);
  }

  Trouble.LogSource log(boolean previous) {
    return new Trouble.LogSource(pod.getMetadata().getName(), status.getName(), previous);
  }
}
