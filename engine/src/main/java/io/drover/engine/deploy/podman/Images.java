package io.drover.engine.deploy.podman;

import io.drover.engine.WorkFailedException;
import io.drover.engine.image.Registry;
import io.drover.engine.process.Command;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** The images of replicas, in podman's storage. */
final class Images {
  private static final Duration PULL_TIMEOUT = Duration.ofMinutes(10);
  private static final Pattern LOOPBACK =
      Pattern.compile("(127\\.[0-9.]+|localhost|\\[::1])(:.*)?");
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+(:[0-9]+)?");

  private final Podman podman;

  Images(Podman podman) {
    this.podman = podman;
  }

  /**
   * Pulls the image of a pod unless it is here, and checks that it may run.
   *
   * @throws WorkFailedException with the registry's words, or if the image would run as root where
   *     the pod must not
   */
  void ensure(PodTemplateSpec template) throws InterruptedException {
    String image = PodArguments.container(template).getImage();
    Command.Result found = inspect(image);
    if (!found.succeeded()) {
      pull(image);
      found = inspect(image);
    }
    if (PodArguments.imageMustNameUser(template)) {
      checkUser(image, found.output().strip());
    }
  }

  private Command.Result inspect(String image) throws InterruptedException {
    return podman.command("image", "inspect", "--format", "{{.Config.User}}", image).run();
  }

  private void pull(String image) throws InterruptedException {
    List<String> arguments = List.of("pull", "--quiet", Registry.tlsVerify(image), image);
    Command.Result result = podman.command(arguments).timeout(PULL_TIMEOUT).run();
    if (!result.succeeded()) {
      throw new WorkFailedException(
          "could not pull the image %s: %s".formatted(image, result.lastLines(2)));
    }
  }

  /**
   * As the kubelet does for runAsNonRoot: a name could stand for root, so it takes numbers only.
   */
  private static void checkUser(String image, String user) {
    if (user.isEmpty() || user.equals("root") || user.matches("0+(:.*)?")) {
      throw new WorkFailedException(
          ("its image %s runs as root, which its pods must not: give the application a user, for"
                  + " example user: \"65532:65532\"")
              .formatted(image));
    }
    if (!NUMBERS.matcher(user).matches()) {
      throw new WorkFailedException(
          ("its image %s runs as \"%s\", and Kubernetes cannot tell from a name that this is not"
                  + " root: give the application's user by number, as in user: \"65532:65532\"")
              .formatted(image, user));
    }
  }
}
