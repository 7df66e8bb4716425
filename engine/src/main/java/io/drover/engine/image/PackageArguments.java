package io.drover.engine.image;

import io.drover.config.model.Dependency;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Dependencies as arguments of their package managers. A version of numbers, such as {@code 1.2},
 * means the same everywhere: any version that begins with it. For Debian packages it begins as a
 * text does ({@code 1.2} takes {@code 1.20}, too, as it did in Pearson's pipeline), everywhere else
 * number by number. Any other ({@code 1.2rc1}, {@code latest}) is taken exactly.
 */
public final class PackageArguments {
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+(\\.[0-9]+)*");

  /** Alpine's own revision of a package, which ends its version. */
  private static final Pattern WHOLE_APK_VERSION = Pattern.compile(".*-r[0-9]+");

  private PackageArguments() {}

  /** The argument for a dependency. */
  public static String of(Dependency dependency) {
    return dependency.name() + dependency.version().map(v -> version(dependency, v)).orElse("");
  }

  /** The arguments of several, sorted, each once: their order in a file means nothing. */
  public static List<String> of(List<Dependency> dependencies) {
    return dependencies.stream().map(PackageArguments::of).sorted().distinct().toList();
  }

  private static String version(Dependency dependency, String version) {
    return switch (dependency.type()) {
      case DEBIAN_PACKAGE -> "=" + version + "*";
      case APK_PACKAGE -> apk(version);
      case PIP_PACKAGE -> pip(version);
      case GEM_PACKAGE -> gem(version);
      case NPM_PACKAGE -> "@" + version;
    };
  }

  private static String apk(String version) {
    return (WHOLE_APK_VERSION.matcher(version).matches() ? "=" : "=~") + version;
  }

  /** The version specifiers of https://packaging.python.org/specifications/version-specifiers/. */
  private static String pip(String version) {
    return "==" + version + (isNumbers(version) ? ".*" : "");
  }

  /** {@code ~> 1.2.0} is at least 1.2.0, and less than 1.3. */
  private static String gem(String version) {
    return isNumbers(version) ? ":~> " + version + ".0" : ":" + version;
  }

  private static boolean isNumbers(String version) {
    return NUMBERS.matcher(version).matches();
  }
}
