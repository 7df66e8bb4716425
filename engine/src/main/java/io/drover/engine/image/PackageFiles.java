package io.drover.engine.image;

import io.drover.engine.image.Installation.PackageFile;
import java.net.URI;
import java.nio.file.Path;

/** Package files of the web. */
public interface PackageFiles {
  /**
   * The file that a place means for which the files name no digest.
   *
   * @param name the package that is in it
   * @throws io.drover.engine.WorkFailedException if that cannot be known
   */
  PackageFile now(String name, URI location) throws InterruptedException;

  /**
   * Fetches a file and checks that it is the one that is meant.
   *
   * @param target the file to write; nothing is left there if this fails
   * @throws io.drover.engine.WorkFailedException if it cannot be had, or has another digest
   */
  void get(PackageFile file, Path target) throws InterruptedException;
}
