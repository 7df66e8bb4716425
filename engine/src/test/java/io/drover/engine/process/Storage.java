package io.drover.engine.process;

import java.nio.file.Path;

/** Stores of images that belong to one test alone. */
public final class Storage {
  private Storage() {}

  /** The same tools with an empty store of their own. */
  public static Containers of(Containers containers, Path folder) {
    return containers.withStorage(folder.resolve("storage"));
  }
}
