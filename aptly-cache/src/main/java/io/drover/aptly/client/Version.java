package io.drover.aptly.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version of an aptly, as far as it tells what the server can do.
 *
 * @param text as the server gives it, for example {@code 1.5.0+ds1-1+b4}
 * @param major first number
 * @param minor second number
 * @param patch third number, 0 when there is none
 */
public record Version(String text, int major, int minor, int patch) implements Comparable<Version> {

  private static final Pattern NUMBERS =
      Pattern.compile("([0-9]{1,9})\\.([0-9]{1,9})(?:\\.([0-9]{1,9}))?(?![0-9]).*", Pattern.DOTALL);

  /** Reads a version. One without numbers, as of a build of one's own, counts as newest. */
  public static Version parse(String given) {
    // Debian's 1.6.2 has a line end in it
    String text = given.strip();
    Matcher matcher = NUMBERS.matcher(text);
    if (!matcher.matches()) {
      return new Version(text, Integer.MAX_VALUE, 0, 0);
    }
    String patch = matcher.group(3);
    return new Version(
        text,
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  /** By the three numbers; what Debian or a build adds to them does not count. */
  @Override
  public int compareTo(Version other) {
    int result = Integer.compare(major, other.major);
    result = result != 0 ? result : Integer.compare(minor, other.minor);
    return result != 0 ? result : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return text;
  }
}
