package io.drover.engine.deploy.cluster.rollout;

import io.drover.testing.ScratchImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An image of 2 MB with a shell, {@code sleep} and {@code httpd}, from Debian's busybox-static. */
final class SmallImage {
  private static final List<String> NAMES =
      List.of("sh", "sleep", "httpd", "echo", "kill", "cat", "test", "touch");

  private SmallImage() {}

  /**
   * Builds and pushes it.
   *
   * @return its name in the registry
   */
  static String push(String registry, Path folder) throws IOException, InterruptedException {
    String repository = registry + "/rollout/busybox";
    ScratchImage.push(
        repository,
        ScratchImage.busybox(folder, NAMES),
        "--env=PATH=/bin",
        "--cmd=[\"/bin/sleep\", \"3600\"]");
    return repository + ":1";
  }
}
