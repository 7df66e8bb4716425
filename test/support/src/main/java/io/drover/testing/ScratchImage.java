package io.drover.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Images made of a folder and nothing else. */
public final class ScratchImage {
  private static final int LIMIT_SECONDS = 120;

  private ScratchImage() {}

  /**
   * Makes a root folder with Debian's static busybox, 2 MB, under several names.
   *
   * @return the root folder
   */
  public static Path busybox(Path folder, List<String> names) throws IOException {
    Path root = folder.resolve("root");
    Path bin = Files.createDirectories(root.resolve("bin"));
    Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
    for (String name : names) {
      Files.createSymbolicLink(bin.resolve(name), Path.of("busybox"));
    }
    return root;
  }

  /**
   * Builds an image and pushes it as {@code <repository>:1}.
   *
   * @param root what becomes its root folder
   * @param options of {@code buildah config}
   * @return repository and digest
   */
  public static String push(String repository, Path root, String... options)
      throws IOException, InterruptedException {
    String container = run("buildah", "from", "scratch");
    try {
      run("buildah", "add", "--quiet", container, root.toString(), "/");
      List<String> config = new ArrayList<>(List.of("buildah", "config"));
      config.addAll(List.of(options));
      config.add(container);
      run(config.toArray(String[]::new));
      run("buildah", "commit", "--quiet", container, repository + ":1");
    } finally {
      run("buildah", "rm", container);
    }
    Path digest = root.resolveSibling("digest");
    run(
        "buildah",
        "push",
        "--quiet",
        "--tls-verify=false",
        "--digestfile=" + digest,
        repository + ":1");
    return repository + "@" + Files.readString(digest).strip();
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("command", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8).strip();
    Files.delete(output);
    if (!ended || process.exitValue() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + said);
    }
    return said;
  }
}
