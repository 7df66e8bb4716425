package io.drover.engine.image;

import java.util.List;
import java.util.Optional;

/**
 * Packages that one package manager installs in one go. In an image it is a layer of its own.
 *
 * @param manager who installs
 * @param packages the packages as that manager takes them, for apt {@code name}, {@code
 *     name=version} or {@code name=prefix*}; sorted, as their order means nothing
 * @param contents digests of what is known beforehand, of packages of our own and of files; for
 *     packages from elsewhere the name and version say all that can be known
 * @param source where our own packages come from; only for apt
 */
public record Installation(
    Manager manager, List<String> packages, List<String> contents, Optional<AptSource> source) {

  public Installation {
    packages = List.copyOf(packages);
    contents = List.copyOf(contents);
  }

  /** Debian packages from the sources that the base has. */
  public static Installation apt(List<String> packages) {
    return new Installation(Manager.APT, packages, List.of(), Optional.empty());
  }

  /** A package manager. */
  public enum Manager {
    APT
  }

  /**
   * An apt repository with packages of our own.
   *
   * @param deb822 text of the sources file, which names {@link #KEY_FILE} as its key
   * @param key the armored public key that signs it
   */
  public record AptSource(String deb822, String key) {
    /** Where the key lies while packages are installed. */
    public static final String KEY_FILE = "/run/drover-apt/key.asc";
  }
}
