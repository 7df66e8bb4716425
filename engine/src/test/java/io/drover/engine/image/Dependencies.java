package io.drover.engine.image;

import io.drover.config.model.Dependency;
import io.drover.config.model.DependencyType;
import java.util.Optional;

/** Dependencies as the files' reader makes them. */
public final class Dependencies {
  private Dependencies() {}

  /** A package of any version. */
  public static Dependency of(DependencyType type, String name) {
    return of(type, name, null);
  }

  /** A package of a version; null: any. */
  public static Dependency of(DependencyType type, String name, String version) {
    return dependency(name, type, version, null, null, null, null);
  }

  /** A Debian package. */
  public static Dependency debian(String name) {
    return of(DependencyType.DEBIAN_PACKAGE, name);
  }

  /** A Debian package of an extra repository; without a key if that is null. */
  public static Dependency fromRepository(String name, String repository, String key) {
    return dependency(name, DependencyType.DEBIAN_PACKAGE, null, repository, key, null, null);
  }

  /** A Debian package file; without a digest if that is null. */
  public static Dependency fromLocation(String name, String location, String sha256) {
    return dependency(name, DependencyType.DEBIAN_PACKAGE, null, null, null, location, sha256);
  }

  private static Dependency dependency(
      String name,
      DependencyType type,
      String version,
      String repository,
      String key,
      String location,
      String sha256) {
    return new Dependency(
        name,
        type,
        Optional.ofNullable(version),
        Optional.ofNullable(repository),
        Optional.ofNullable(key),
        Optional.ofNullable(location),
        Optional.ofNullable(sha256),
        Optional.empty());
  }
}
