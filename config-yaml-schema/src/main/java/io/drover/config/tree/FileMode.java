package io.drover.config.tree;

/** Permission bits. */
public final class FileMode {
  /** All permission bits, 0777. */
  public static final int ALL = 0777;

  private FileMode() {}

  /** The bits of a text: octal with a leading zero, as YAML 1.1 has it, otherwise decimal. */
  public static int parse(String mode) {
    return Integer.parseInt(mode, mode.startsWith("0") ? 8 : 10);
  }
}
