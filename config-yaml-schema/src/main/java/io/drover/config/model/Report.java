package io.drover.config.model;

/** A test report that a build or a test leaves in its workspace. */
public sealed interface Report {
  /**
   * JUnit XML files.
   *
   * @param glob which files, relative to the workspace
   */
  record JUnit(String glob) implements Report {}

  /**
   * A folder of HTML pages.
   *
   * @param folder the folder, relative to the workspace
   */
  record Html(String folder) implements Report {}
}
