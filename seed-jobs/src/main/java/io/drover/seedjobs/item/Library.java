package io.drover.seedjobs.item;

import java.util.Optional;

/**
 * The shared library as a property of the project's folder, for a Jenkins that has none of that
 * name of its own. What a folder brings runs in the sandbox.
 *
 * @param git URL of its repository, without password
 * @param version branch, tag or commit
 * @param path folder of the repository that holds {@code vars} and {@code src}; empty: the top
 * @param credentials id of the credentials in Jenkins
 */
public record Library(String git, String version, String path, Optional<String> credentials) {
  /** The name that scripts ask for. */
  public static final String NAME = "drover";
}
