package io.drover.engine.deploy.cluster.rollout;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Event;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Images that cannot be pulled, with the registry's words. */
final class ImageTroubles {
  private static final Set<String> REASONS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "RegistryUnavailable",
          "ErrImageNeverPull",
          "ImageInspectError",
          "SignatureValidationFailed");

  /** What kubelet and container runtime put in front of what the registry said. */
  private static final Pattern WRAPPING =
      Pattern.compile(
          "^(?:Failed to pull image \"[^\"]*\": |Back-off pulling image \"[^\"]*\":? ?"
              + "|ErrImagePull: |rpc error: code = \\w+ desc = |Error response from daemon: "
              + "|failed to pull and unpack image \"[^\"]*\": |failed to resolve image \"[^\"]*\": "
              + "|failed to resolve reference \"[^\"]*\": |failed to copy: "
              + "|failed to do request: (?:Head|Get) \"[^\"]*\": "
              + "|(?:initializing source|reading manifest) [^ ]+(?: in [^ ]+)?: )");

  private ImageTroubles() {}

  /** Whether a container with this state waits for its image. */
  static boolean isWaiting(ContainerStateWaiting waiting) {
    return REASONS.contains(waiting.getReason()) || "InvalidImageName".equals(waiting.getReason());
  }

  static Trouble of(ContainerView container, ContainerStateWaiting waiting) {
    String image = container.image();
    if ("InvalidImageName".equals(waiting.getReason())) {
      return Trouble.of(
          Cause.INVALID_IMAGE,
          "%s cannot be made from image %s: %s"
              .formatted(container.named(), image, invalid(waiting.getMessage())));
    }
    EventList pulls = container.events().because("Failed").saying("Failed to pull image");
    Optional<Event> newest = pulls.newest();
    String said = unwrap(newest.map(EventList::message).orElse(waiting.getMessage()), image);
    Trouble trouble =
        isRefusal(said)
            ? Trouble.of(Cause.IMAGE_REFUSED, refused(container, image, said))
            : Trouble.of(Cause.IMAGE_UNREACHABLE, unreachable(container, image, said));
    return trouble
        .times(pulls.events().isEmpty() ? 1 : pulls.times())
        .at(newest.map(EventList::time).orElse(""));
  }

  private static String invalid(String message) {
    String text = Words.line(message);
    int known = text.indexOf("invalid reference format");
    return Words.sentence(known >= 0 ? text.substring(known) : text);
  }

  private static String unwrap(String message, String image) {
    String text = Words.line(message);
    for (String shorter = WRAPPING.matcher(text).replaceFirst("");
        !shorter.equals(text);
        shorter = WRAPPING.matcher(text).replaceFirst("")) {
      text = shorter;
    }
    return text.startsWith(image + ": ") ? text.substring(image.length() + 2) : text;
  }

  private static boolean isRefusal(String said) {
    return isDenied(said) || isMissing(said) || isPlatform(said);
  }

  private static boolean isDenied(String said) {
    return Words.says(
        said, "unauthorized", "access denied", "authorization", "no basic auth", "401", "403");
  }

  private static boolean isMissing(String said) {
    return Words.says(
        said, "not found", "manifest unknown", "name unknown", "does not exist", "404");
  }

  private static boolean isPlatform(String said) {
    return Words.says(said, "no match for platform", "no matching manifest");
  }

  private static String refused(ContainerView container, String image, String said) {
    String advice = "Was it pushed to a registry that the cluster reaches?";
    if (isPlatform(said)) {
      advice = "It was not built for the node's kind of processor.";
    } else if (isDenied(said)) {
      advice = "Does the pod's service account have an imagePullSecret for this registry?";
    }
    return "%s wait for image %s: the registry says: %s %s"
        .formatted(container.pods(), image, Words.sentence(said), advice);
  }

  private static String unreachable(ContainerView container, String image, String said) {
    if (said.isBlank()) {
      return "%s wait for image %s, which could not be pulled yet"
          .formatted(container.pods(), image);
    }
    return "%s wait for image %s, which the node cannot pull: %s Does the node reach this registry?"
        .formatted(container.pods(), image, Words.sentence(said));
  }
}
