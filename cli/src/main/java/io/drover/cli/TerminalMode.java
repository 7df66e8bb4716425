package io.drover.cli;

/** What the launcher found out about standard input and error, which Java cannot tell apart. */
final class TerminalMode {
  /** Columns of what is no terminal. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  private TerminalMode() {}

  /** Whether progress goes to a terminal that can move its cursor. */
  static boolean isLive() {
    return Boolean.getBoolean("drover.terminal.error")
        && !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
  }

  /** Whether there is a person to ask. */
  static boolean canAsk() {
    return Boolean.getBoolean("drover.terminal.error")
        && Boolean.getBoolean("drover.terminal.input");
  }

  /** How many columns the terminal on standard output has; very many if that is no terminal. */
  static int columns() {
    int columns = Integer.getInteger("drover.terminal.columns", 0);
    return columns > 0 ? columns : UNLIMITED;
  }

  /** Whether standard output shows colours. */
  static boolean hasColours() {
    return columns() < UNLIMITED
        && System.getenv("NO_COLOR") == null
        && !"dumb".equals(System.getenv().getOrDefault("TERM", "dumb"));
  }
}
