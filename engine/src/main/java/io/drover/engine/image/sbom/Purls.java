package io.drover.engine.image.sbom;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import io.drover.engine.image.sbom.ImageOrigin.OwnPackage;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Package URLs. Source: the types of https://github.com/package-url/purl-spec. */
final class Purls {
  private Purls() {}

  /** An image, without a registry's address, which is another one in every place. */
  static PackageURL ofImage(String name, String digest) {
    return purl("oci", Optional.empty(), name, digest, new TreeMap<>());
  }

  /** A package of ours, which comes from no distribution: nobody is to look for theirs. */
  static PackageURL of(OwnPackage own) {
    Optional<String> component = Optional.of(own.origin().component());
    return purl("deb", component, own.name(), own.version(), new TreeMap<>());
  }

  /** A package of a distribution or of a language. */
  static PackageURL of(FoundPackage found, ImageContents contents) {
    TreeMap<String, String> qualifiers = new TreeMap<>();
    found.architecture().ifPresent(a -> qualifiers.put("arch", a));
    String type = found.kind().name().toLowerCase(Locale.ROOT);
    return switch (found.kind()) {
      case DEB, APK -> {
        String distribution = contents.distribution().orElse(usual(found.kind()));
        contents.release().ifPresent(r -> qualifiers.put("distro", distribution + "-" + r));
        yield purl(type, Optional.of(distribution), found.name(), found.version(), qualifiers);
      }
      case PYPI, NPM, GEM -> {
        int slash = found.name().indexOf('/');
        Optional<String> scope =
            slash < 0 ? Optional.empty() : Optional.of(found.name().substring(0, slash));
        String name = found.name().substring(slash + 1);
        yield purl(type, scope, name, found.version(), qualifiers);
      }
    };
  }

  private static String usual(FoundPackage.Kind kind) {
    return kind == FoundPackage.Kind.APK ? "alpine" : "debian";
  }

  private static PackageURL purl(
      String type,
      Optional<String> namespace,
      String name,
      String version,
      TreeMap<String, String> qualifiers) {
    try {
      return new PackageURL(type, namespace.orElse(null), name, version, qualifiers, null);
    } catch (MalformedPackageURLException e) {
      throw new IllegalStateException("no package URL for %s %s".formatted(name, version), e);
    }
  }
}
