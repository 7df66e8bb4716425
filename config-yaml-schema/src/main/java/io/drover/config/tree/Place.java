package io.drover.config.tree;

import org.yaml.snakeyaml.error.Mark;

/**
 * A place in a file.
 *
 * @param line 1-based
 * @param column 1-based, in code points
 */
public record Place(int line, int column) {
  /** Where the whole file is meant. */
  public static final Place START = new Place(1, 1);

  /** The place of a mark of the YAML reader. */
  public static Place of(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
