package io.drover.engine.version;

import io.drover.engine.WorkFailedException;
import java.util.regex.Pattern;

/** Versions of packages and images. */
public final class Versions {
  /** Debian policy 5.6.12, without what only a source package may have. */
  private static final Pattern DEBIAN = Pattern.compile("([0-9]+:)?[0-9][A-Za-z0-9.+~-]*");

  private static final int LONGEST_TAG = 128;

  private Versions() {}

  /**
   * The version of what is built from a revision: {@code 1.2.0+git20261120103400.abc1234}. It is
   * valid in a Debian package, and a later commit has the higher version.
   *
   * @param base the version that the team chose, for example {@code 1.2.0}
   * @param revision what is built
   * @throws WorkFailedException if {@code base} cannot begin a Debian version
   */
  public static String of(String base, Revision revision) {
    if (!DEBIAN.matcher(base).matches()) {
      throw new WorkFailedException(
          "version \"%s\" cannot be used for packages: it must begin with a digit and hold only"
                  .formatted(base)
              + " letters, digits and . + ~ -, for example 1.2.0");
    }
    return base + "+" + revision.stamp();
  }

  /**
   * A version as the tag of an image, where {@code + ~ :} are not allowed: they become {@code _}.
   * What is too long for a tag loses its beginning, as the end tells versions apart.
   */
  public static String tag(String version) {
    String tag = version.replaceAll("[^A-Za-z0-9_.-]", "_");
    if (tag.length() > LONGEST_TAG) {
      tag = tag.substring(tag.length() - LONGEST_TAG);
    }
    return tag.startsWith(".") || tag.startsWith("-") ? "_" + tag.substring(1) : tag;
  }
}
