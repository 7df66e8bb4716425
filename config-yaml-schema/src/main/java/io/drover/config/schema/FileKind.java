package io.drover.config.schema;

import java.util.List;

/**
 * The files that have a schema: the three of a configuration folder, in the order in which they are
 * read, and the settings of a cluster's people.
 */
public enum FileKind {
  BUILD("build"),
  APPLICATION("application"),
  ENVIRONMENTS("environments"),
  SETTINGS("settings");

  /** Endings that a file may have, the preferred one first. */
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".bitesize");

  /** The three files of a configuration folder. */
  public static final List<FileKind> OF_PROJECT = List.of(BUILD, APPLICATION, ENVIRONMENTS);

  private final String baseName;

  FileKind(String baseName) {
    this.baseName = baseName;
  }

  /** The name without its ending. */
  public String baseName() {
    return baseName;
  }

  /** The name a new file gets. */
  public String preferredName() {
    return baseName + ENDINGS.get(0);
  }

  /** All names that the file may have, the preferred one first. */
  public List<String> names() {
    return ENDINGS.stream().map(ending -> baseName + ending).toList();
  }

  String resource() {
    return baseName + ".schema.json";
  }
}
