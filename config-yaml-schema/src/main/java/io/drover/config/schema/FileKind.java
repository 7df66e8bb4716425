package io.drover.config.schema;

import java.util.List;

/** The three files of a configuration folder, in the order in which they are read. */
public enum FileKind {
  BUILD("build"),
  APPLICATION("application"),
  ENVIRONMENTS("environments");

  /** Endings that a file may have, the preferred one first. */
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".bitesize");

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
