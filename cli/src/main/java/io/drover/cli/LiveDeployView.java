package io.drover.cli;

import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Shows a deployment on a terminal: a line for each service with its last words. */
final class LiveDeployView implements DeployView {
  private final LiveScreen screen;
  private final Instant begin = Instant.now();
  private final Map<String, String> lastWords = new LinkedHashMap<>();
  private final int width;
  private String general = "";

  private LiveDeployView(LiveScreen screen, List<String> services) {
    this.screen = screen;
    services.forEach(service -> lastWords.put(service, ""));
    this.width = services.stream().mapToInt(String::length).max().orElse(1);
  }

  /**
   * Takes the terminal on standard error.
   *
   * @throws io.drover.engine.WorkFailedException if it cannot be used
   */
  static LiveDeployView open(Environment environment) {
    List<String> services = environment.services().stream().map(Service::name).toList();
    LiveDeployView view = new LiveDeployView(LiveScreen.open(), services);
    view.screen.atEachTick(view::refresh);
    return view;
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
    screen.close();
  }

  private synchronized void refresh() {
    screen.show(this::lines);
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
