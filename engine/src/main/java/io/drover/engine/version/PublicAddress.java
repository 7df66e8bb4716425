package io.drover.engine.version;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The address of a repository as it may be shown. */
public final class PublicAddress {
  private static final Pattern LOGIN = Pattern.compile("//[^/@]*@");

  private PublicAddress() {}

  /**
   * A URL or path without what could be a secret: no password, and no user where that may be a
   * token.
   */
  public static String of(String git) {
    if (!git.contains(":")) {
      return git;
    }
    try {
      return RepositoryAddress.parse(git, Path.of("")).toString();
    } catch (io.drover.engine.WorkFailedException e) {
      return LOGIN.matcher(git).replaceAll("//");
    }
  }
}
