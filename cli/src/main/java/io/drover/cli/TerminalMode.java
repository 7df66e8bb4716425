package io.drover.cli;

/** What the launcher found out about standard input and error, which Java cannot tell apart. */
final class TerminalMode {
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
}
