package io.drover.engine.image;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Packages that one package manager installs in one go. In an image it is a layer of its own.
 *
 * @param manager who installs
 * @param packages the packages as that manager takes them, see {@link PackageArguments}; sorted, as
 *     their order means nothing. Of files: the names of the packages in them. None: the package
 *     manager itself
 * @param contents what decides the result beside the packages' names and versions: digests of
 *     packages of our own and of files, the repository that packages come from
 * @param source where the packages come from, beside the base's own sources; only for apt
 * @param files package files that are installed in place of packages of a source; only for apt
 */
public record Installation(
    Manager manager,
    List<String> packages,
    List<String> contents,
    Optional<AptSource> source,
    List<PackageFile> files) {

  public Installation {
    packages = List.copyOf(packages);
    contents = List.copyOf(contents);
    files = List.copyOf(files);
  }

  /** Packages from where the base, or the platform, has them from. */
  public static Installation of(Manager manager, List<String> packages) {
    return new Installation(manager, packages, List.of(), Optional.empty(), List.of());
  }

  /** The package manager itself, where the base lacks it; has no packages. */
  static Installation itself(Manager manager) {
    return of(manager, List.of());
  }

  /** Debian packages from one more source, of which the contents say what is in it. */
  public static Installation apt(List<String> packages, List<String> contents, AptSource source) {
    return new Installation(Manager.APT, packages, contents, Optional.of(source), List.of());
  }

  /** Debian package files; what they depend on comes from the sources that the base has. */
  public static Installation apt(List<PackageFile> files) {
    return new Installation(
        Manager.APT,
        files.stream().map(PackageFile::name).toList(),
        files.stream().map(PackageFile::sha256).toList(),
        Optional.empty(),
        files);
  }

  /** What is installed, for people: the packages, or the package manager. */
  public List<String> names() {
    return packages.isEmpty() ? List.of(manager.name().toLowerCase(Locale.ROOT)) : packages;
  }

  /** Who installs. Where the base lacks pip, gem or npm, apt or apk installs it. */
  public enum Manager {
    APT,
    APK,
    PIP,
    GEM,
    NPM,
    /** No packages: the certificates of the platform's own authorities become trusted. */
    CERTIFICATES
  }

  /**
   * An apt repository beside those of the base.
   *
   * @param deb822 text of the sources file, which names {@link #KEY_FILE} as its key if there is
   *     one; {@link #CODENAME} in it stands for the base's code name
   * @param key the public key that signs it: armored, a URL, a key id, or {@code ppa:owner/name},
   *     whose key Launchpad knows. Empty: a key that the base trusts
   */
  public record AptSource(String deb822, Optional<String> key) {
    /** Where the key lies while packages are installed. */
    public static final String KEY_FILE = "/mnt/key.asc";

    /** Stands for {@code VERSION_CODENAME} of the base's {@code /etc/os-release}. */
    public static final String CODENAME = "@CODENAME@";
  }

  /**
   * A package file of the web.
   *
   * @param name the package in it
   * @param location its URL
   * @param sha256 64 lower-case hex digits
   */
  public record PackageFile(String name, URI location, String sha256) {}
}
