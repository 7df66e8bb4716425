package io.drover.aptly;

import java.util.List;
import java.util.TreeSet;

/**
 * How a repository appears to apt.
 *
 * @param distribution apt's suite
 * @param component apt's component
 * @param architectures those an index is made for
 */
public record Layout(String distribution, String component, List<String> architectures) {

  public Layout {
    architectures = List.copyOf(architectures);
  }

  /** {@code stable}, {@code main}, for amd64, this machine's architecture and {@code all}. */
  public static Layout standard() {
    var architectures =
        new TreeSet<>(List.of("all", "amd64", machine(System.getProperty("os.arch"))));
    return new Layout("stable", "main", List.copyOf(architectures));
  }

  /** Debian's name for what Java calls the machine. */
  static String machine(String java) {
    return switch (java) {
      case "aarch64" -> "arm64";
      case "x86", "i386" -> "i386";
      case "arm" -> "armhf";
      case "ppc64le" -> "ppc64el";
      case "x86_64" -> "amd64";
      default -> java;
    };
  }
}
