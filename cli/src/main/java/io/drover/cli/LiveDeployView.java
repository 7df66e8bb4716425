package io.drover.cli;

import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;

/** Shows a deployment on a terminal: a line for each service with its last words. */
final class LiveDeployView implements DeployView {
  private static final long REFRESH_MILLIS = 200;

  private final Terminal terminal;
  private final Display display;
  private final Instant begin = Instant.now();
  private final Map<String, String> lastWords = new LinkedHashMap<>();
  private final int width;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "live view");
            thread.setDaemon(true);
            return thread;
          });
  private String general = "";

  private LiveDeployView(Terminal terminal, List<String> services) {
    this.terminal = terminal;
    this.display = new Display(terminal, false);
    services.forEach(service -> lastWords.put(service, ""));
    this.width = services.stream().mapToInt(String::length).max().orElse(1);
  }

  /**
   * Takes the terminal on standard error.
   *
   * @throws WorkFailedException if it cannot be used
   */
  static LiveDeployView open(Environment environment) {
    try {
      Terminal terminal =
          TerminalBuilder.builder()
              .systemOutput(TerminalBuilder.SystemOutput.SysErr)
              .nativeSignals(false)
              .build();
      LiveDeployView view =
          new LiveDeployView(terminal, environment.services().stream().map(Service::name).toList());
      view.clock.scheduleAtFixedRate(
          view::refresh, REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
      return view;
    } catch (IOException e) {
      throw new WorkFailedException("could not use the terminal: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void accept(String line) {
    String safe = Words.printable(line).replace('\n', ' ');
    int colon = safe.indexOf(": ");
    if (colon > 0 && lastWords.containsKey(safe.substring(0, colon))) {
      lastWords.put(safe.substring(0, colon), safe.substring(colon + 2));
    } else {
      general = safe;
    }
  }

  /** The table that follows says it all again, so the view goes. */
  @Override
  public synchronized void close() {
    clock.shutdownNow();
    display.update(List.of(), 0);
    terminal.flush();
    try {
      terminal.close();
    } catch (IOException e) {
      // The terminal is gone; there is nobody to tell.
    }
  }

  private synchronized void refresh() {
    Size size = terminal.getSize();
    int columns = size.getColumns() > 0 ? size.getColumns() : 80;
    int rows = size.getRows() > 0 ? size.getRows() : 24;
    display.resize(Size.of(columns, rows));
    display.update(lines(rows - 1, columns), 0);
    terminal.flush();
  }

  /** All services if the terminal is high enough; else those that said something. */
  private List<AttributedString> lines(int rows, int columns) {
    List<AttributedString> lines = new ArrayList<>();
    String time = Words.seconds(Duration.between(begin, Instant.now()));
    lines.add(
        new AttributedString("%10s  %s".formatted(time, general))
            .columnSubSequence(0, columns - 1));
    boolean all = lastWords.size() < rows;
    lastWords.forEach(
        (service, words) -> {
          if ((all || !words.isEmpty()) && lines.size() < rows) {
            lines.add(line(service, words).columnSubSequence(0, columns - 1));
          }
        });
    return lines;
  }

  private AttributedString line(String service, String words) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    if (words.isEmpty()) {
      line.append("  . " + service, AttributedStyle.DEFAULT.faint());
    } else {
      line.append("  ").append(">", AttributedStyle.BOLD.foreground(AttributedStyle.CYAN));
      line.append((" %-" + width + "s  ").formatted(service));
      line.append(words, AttributedStyle.DEFAULT.faint());
    }
    return line.toAttributedString();
  }
}
