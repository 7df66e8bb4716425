package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Containers that are not made yet: configuration, volumes, sandbox, or just work in progress. */
final class StartTroubles {
  /** What the kubelet adds when the first of these has gone on for some time; it says less. */
  private static final String GENERIC = "Unable to attach or mount volumes";

  private static final Pattern MISSING =
      Pattern.compile(
          "(?i)(secret|configmap)s? \"[^\"]+\" not found|references non-existent (config|secret) key"
              + "|couldn't find key");
  private static final Pattern SETUP =
      Pattern.compile("^MountVolume\\.\\w+ failed for volume \"([^\"]+)\" ?: ?");
  private static final Pattern POD_NOTE = Pattern.compile(" ?\\(pod: \".*\", container: [^)]*\\)");
  private static final Pattern PULLING = Pattern.compile("^Pulling image \"([^\"]+)\"");
  private static final Set<String> CONFIGURATION =
      Set.of("CreateContainerConfigError", "PreCreateHookError");
  private static final Set<String> RUNTIME =
      Set.of(
          "CreateContainerError", "RunContainerError", "PreStartHookError", "PostStartHookError");

  private StartTroubles() {}

  /** Of a container that waits, and not for its image or after a crash. */
  static Optional<Trouble> of(ContainerView container, ContainerStateWaiting waiting) {
    String reason = String.valueOf(waiting.getReason());
    String said = Words.line(POD_NOTE.matcher(Words.line(waiting.getMessage())).replaceAll(""));
    if (CONFIGURATION.contains(reason)) {
      return Optional.of(
          Trouble.of(
              Cause.CONFIGURATION,
              "%s cannot start: %s%s".formatted(container.named(), said, advice(container, said))));
    }
    if (RUNTIME.contains(reason)) {
      return Optional.of(
          Trouble.of(
              Cause.RUNTIME,
              "%s cannot start: %s"
                  .formatted(
                      container.named(), CrashTroubles.runtimeError(said) + restarts(container))));
    }
    return Optional.empty();
  }

  private static String restarts(ContainerView container) {
    int restarts = container.status().getRestartCount();
    return restarts == 0 ? "" : ", " + Words.count(restarts, "restart");
  }

  private static String advice(ContainerView container, String said) {
    if (MISSING.matcher(said).find()) {
      return ". Create it in namespace %s, or mark it optional."
          .formatted(container.pod().getMetadata().getNamespace());
    }
    if (said.contains("runAsNonRoot")) {
      return ". Give the image a user that is not root, by its number.";
    }
    return ".";
  }

  /** Of a pod none of whose containers has anything to say: what was told about it last. */
  static Optional<Trouble> of(String service, Pod pod, EventList events) {
    return events
        .because(
            "FailedMount",
            "FailedAttachVolume",
            "FailedMapVolume",
            "FailedCreatePodSandBox",
            "Pulling")
        .where(e -> !EventList.message(e).startsWith(GENERIC))
        .newest()
        .map(e -> about(service, pod, e).at(EventList.time(e)));
  }

  private static Trouble about(String service, Pod pod, Event event) {
    String said = Words.line(EventList.message(event));
    if ("Pulling".equals(event.getReason())) {
      var matcher = PULLING.matcher(said);
      return Trouble.of(
          Cause.BUSY,
          matcher.find() ? "image %s is being pulled".formatted(matcher.group(1)) : said);
    }
    if ("FailedCreatePodSandBox".equals(event.getReason())) {
      return Trouble.of(
          Cause.RUNTIME, "the node cannot start a pod of %s: %s".formatted(service, said));
    }
    var matcher = SETUP.matcher(said);
    String volume = matcher.find() ? " " + matcher.group(1) : "";
    String words =
        "pods of %s wait for volume%s: %s"
            .formatted(service, volume, SETUP.matcher(said).replaceFirst(""));
    return MISSING.matcher(said).find()
        ? Trouble.of(
            Cause.CONFIGURATION,
            "%s. Create it in namespace %s, or mark it optional."
                .formatted(words, pod.getMetadata().getNamespace()))
        : Trouble.of(Cause.VOLUME, words);
  }
}
