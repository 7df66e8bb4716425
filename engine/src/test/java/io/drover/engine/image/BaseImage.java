package io.drover.engine.image;

import io.drover.engine.process.Containers;
import java.nio.file.Path;

/** A Debian in podman's storage for tests to build on, made when it is not there. */
public final class BaseImage {
  private static final String CODENAME = "bookworm";
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache/drover/baseimages");

  private BaseImage() {}

  /** The image's name. */
  public static String ensure(Containers containers) throws InterruptedException {
    String name = DebianBase.image(CODENAME);
    boolean there = containers.podman("image", "exists", name).run().succeeded();
    return there ? name : new DebianBase(containers, CACHE).make(CODENAME, line -> {});
  }
}
