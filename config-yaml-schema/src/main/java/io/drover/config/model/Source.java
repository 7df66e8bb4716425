package io.drover.config.model;

import java.util.Optional;

/**
 * Where sources are.
 *
 * @param git URL or local path of the repository; empty for the configuration repository itself
 * @param branch branch, tag or commit; empty for the remote's own default. Only with {@code git}
 * @param credentials id of the credentials for {@code git}
 * @param path sub-folder with {@code /} between names, relative to the repository (with {@code git}
 *     empty: to the configuration folder); empty string for all of it
 */
public record Source(
    Optional<String> git, Optional<String> branch, Optional<String> credentials, String path) {

  /** All of the configuration folder. */
  public static final Source CONFIGURATION =
      new Source(Optional.empty(), Optional.empty(), Optional.empty(), "");

  /**
   * The source at another branch, if it is a repository of its own.
   *
   * @param other branch, tag or commit
   */
  public Source at(String other) {
    return git.isEmpty() ? this : new Source(git, Optional.of(other), credentials, path);
  }
}
