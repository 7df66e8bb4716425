package io.drover.engine.image.layers;

/**
 * What a maintainer script leaves behind, where there is nothing of that name yet. Paths begin with
 * a slash.
 */
sealed interface Effect {
  /** Folder of the groups of alternatives. One that is there has more members, and a ranking. */
  String ALTERNATIVES = "/var/lib/dpkg/alternatives/";

  /** The path that comes to be. */
  String path();

  /**
   * A folder; if the package has it, too, it gets this owner and mode.
   *
   * @param owner {@code user:group}, names of the runtime
   */
  record Folder(String path, int mode, String owner) implements Effect {}

  /** A file with a text, or an empty one. */
  record File(String path, int mode, String owner, String text) implements Effect {}

  /** A symbolic link. */
  record Link(String path, String target) implements Effect {}

  /** A copy of a file of the same package, which is root's. */
  record Copy(String path, String from) implements Effect {}
}
