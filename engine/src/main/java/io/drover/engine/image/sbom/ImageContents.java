package io.drover.engine.image.sbom;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image has installed.
 *
 * @param distribution {@code ID} of its os-release, for example {@code debian}
 * @param release {@code VERSION_ID}, for example {@code 12}
 * @param packages sorted
 * @param complete whether every layer could be read
 */
record ImageContents(
    Optional<String> distribution,
    Optional<String> release,
    List<FoundPackage> packages,
    boolean complete) {

  private static final Pattern OS_RELEASE = Pattern.compile("(usr/lib|etc)/os-release");
  private static final Comparator<FoundPackage> ORDER =
      Comparator.comparing(FoundPackage::kind)
          .thenComparing(FoundPackage::name)
          .thenComparing(FoundPackage::version)
          .thenComparing(p -> p.architecture().orElse(""));

  /** Whether a file of an image has a part in this. */
  static boolean isWanted(String path) {
    return OS_RELEASE.matcher(path).matches() || PackageLists.isOne(path);
  }

  static ImageContents of(Map<String, String> files, boolean complete) {
    String release =
        files.getOrDefault("etc/os-release", files.getOrDefault("usr/lib/os-release", ""));
    List<FoundPackage> packages =
        files.entrySet().stream()
            .filter(file -> PackageLists.isOne(file.getKey()))
            .flatMap(file -> PackageLists.read(file.getKey(), file.getValue()).stream())
            .distinct()
            .sorted(ORDER)
            .toList();
    return new ImageContents(
        value(release, "ID"), value(release, "VERSION_ID"), packages, complete);
  }

  private static Optional<String> value(String release, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + "=[\"']?([^\"'\n]+)").matcher(release);
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }
}
