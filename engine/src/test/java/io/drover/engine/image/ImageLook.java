package io.drover.engine.image;

import io.drover.engine.file.Trees;
import io.drover.engine.process.Containers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** A look into images. */
public final class ImageLook {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private ImageLook() {}

  /**
   * What a shell line prints in a container of an image. It goes by a file: on a busy machine
   * {@code buildah run --isolation=chroot} ends before it has passed on everything.
   */
  public static String run(Containers containers, ImageReference image, String line)
      throws InterruptedException {
    String name = "look";
    containers
        .buildah("from", "--name", name, "--tls-verify=false", image.toString())
        .timeout(TIMEOUT)
        .check("pull");
    try {
      return said(containers, name, line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      containers.buildah("rm", name).check("remove");
    }
  }

  private static String said(Containers containers, String container, String line)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("look");
    try {
      // Images have users of their own.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      String script = "{ " + line + "\n} > /said/out";
      String volume = folder + ":/said";
      containers
          .buildah(
              "run", "--isolation=chroot", "--volume", volume, "--", container, "sh", "-c", script)
          .timeout(TIMEOUT)
          .check("run " + line);
      return Files.readString(folder.resolve("out")).strip();
    } finally {
      Trees.delete(folder);
    }
  }
}
