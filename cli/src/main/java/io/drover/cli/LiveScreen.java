package io.drover.cli;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;

/**
 * Lines on the terminal of standard error that are drawn again and again in the same place. Whoever
 * draws sees to it that only one thread does at a time.
 */
final class LiveScreen implements AutoCloseable {
  private static final long REFRESH_MILLIS = 200;

  private final Terminal terminal;
  private final Display display;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "live view");
            thread.setDaemon(true);
            return thread;
          });

  private LiveScreen(Terminal terminal) {
    this.terminal = terminal;
    this.display = new Display(terminal, false);
  }

  /** What stands on the screen, for its present size. */
  interface Content {
    List<AttributedString> lines(int rows, int columns);
  }

  /**
   * Takes the terminal on standard error.
   *
   * @throws WorkFailedException if it cannot be used
   */
  static LiveScreen open() {
    try {
      return new LiveScreen(
          TerminalBuilder.builder()
              .systemOutput(TerminalBuilder.SystemOutput.SysErr)
              .nativeSignals(false)
              .build());
    } catch (IOException e) {
      throw new WorkFailedException("could not use the terminal: " + e.getMessage(), e);
    }
  }

  /** Does something five times a second, until the screen is closed. */
  void atEachTick(Runnable work) {
    clock.scheduleAtFixedRate(work, REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Draws; the last row stays free for the cursor. */
  void show(Content content) {
    Size size = terminal.getSize();
    int columns = size.getColumns() > 0 ? size.getColumns() : 80;
    int rows = size.getRows() > 0 ? size.getRows() : 24;
    display.resize(Size.of(columns, rows));
    display.update(content.lines(rows - 1, columns), 0);
    terminal.flush();
  }

  /** Takes away what was drawn. */
  void clear() {
    display.update(List.of(), 0);
    terminal.flush();
  }

  /** The terminal, for words that stay. */
  Terminal terminal() {
    return terminal;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    clear();
    try {
      terminal.close();
    } catch (IOException e) {
      // The terminal is gone; there is nobody to tell.
    }
  }
}
