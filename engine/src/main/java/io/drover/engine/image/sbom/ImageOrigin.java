package io.drover.engine.image.sbom;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where an image comes from.
 *
 * @param title the application
 * @param version the application's version
 * @param baseName the base image as the files name it; empty if it is not known
 * @param baseDigest the base image's digest; empty likewise
 * @param packages our own packages in it
 */
public record ImageOrigin(
    String title, String version, String baseName, String baseDigest, List<OwnPackage> packages) {

  public ImageOrigin {
    packages = List.copyOf(packages);
  }

  /** The time of the newest commit in it; empty when none is known. */
  public Optional<Instant> time() {
    return packages.stream()
        .flatMap(p -> p.origin().time().stream())
        .max(java.util.Comparator.naturalOrder());
  }

  /**
   * A package that a component of the project made.
   *
   * @param name Debian package name
   * @param version Debian version
   * @param sha256 of the package file, hexadecimal
   * @param origin what it was made of
   */
  public record OwnPackage(String name, String version, String sha256, ComponentOrigin origin) {}

  /**
   * What a component was built from.
   *
   * @param component its name
   * @param repository URL of the git repository, without credentials; empty when it has none that
   *     others could reach
   * @param commit full id; empty for files that stand in no commit
   * @param time the commit's time
   */
  public record ComponentOrigin(
      String component,
      Optional<String> repository,
      Optional<String> commit,
      Optional<Instant> time) {}
}
