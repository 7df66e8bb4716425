package io.drover.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An image of 2 MB, of Debian's busybox-static, that answers on port 8080 with the value of {@code
 * VERSION}, and on /health with 200 unless {@code BROKEN} is set.
 */
public final class WebImage {
  private static final List<String> NAMES =
      List.of("sh", "sleep", "httpd", "echo", "cat", "mkdir", "wget", "true", "false");
  private static final long LIMIT_SECONDS = 60;
  private static final String SCRIPT =
      """
      #!/bin/sh
      set -eu
      cd /dev/shm
      echo "${VERSION:-}" > index.html
      if [ -n "${CRASH:-}" ]; then echo "no paper in tray"; exit 3; fi
      if [ -z "${BROKEN:-}" ]; then echo well > health; fi
      exec httpd -f -p 8080 -h /dev/shm
      """;

  private WebImage() {}

  /**
   * Builds and pushes it.
   *
   * @param registry as {@link TestCluster#registry}
   * @param folder an empty one
   * @return repository and digest
   */
  public static String push(String registry, Path folder) throws IOException, InterruptedException {
    Path root = ScratchImage.busybox(folder, NAMES);
    Path start = root.resolve("bin/start");
    Files.writeString(start, SCRIPT);
    start.toFile().setExecutable(true, false);
    return ScratchImage.push(
        registry + "/drover-test/web",
        root,
        "--env=PATH=/bin",
        "--user=65532:65532",
        "--cmd=[\"/bin/start\"]");
  }
}
