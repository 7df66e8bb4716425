package io.drover.cli;

import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.run.TaskResult;
import io.drover.engine.run.TaskResult.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Shows a run on a terminal: a line for each task with its state, its time and its last words. */
final class LiveView implements RunView {
  private final LiveScreen screen;
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, Instant> started = new HashMap<>();
  private final Map<String, String> lastWords = new HashMap<>();
  private final Map<String, TaskResult> ended = new HashMap<>();
  private int idWidth = 1;
  private boolean paused;

  private LiveView(LiveScreen screen) {
    this.screen = screen;
  }

  /**
   * Takes the terminal on standard error.
   *
   * @throws io.drover.engine.WorkFailedException if it cannot be used
   */
  static LiveView open() {
    LiveView view = new LiveView(LiveScreen.open());
    view.screen.atEachTick(view::refresh);
    return view;
  }

  @Override
  public synchronized void notice(String line) {
    screen.clear();
    screen.terminal().writer().println(Words.printable(line));
    refresh();
  }

  @Override
  public synchronized void started(Plan plan, Path logs) {
    plan.tasks().forEach(task -> tasks.put(task.id(), task));
    idWidth = tasks.keySet().stream().mapToInt(String::length).max().orElse(1);
    refresh();
  }

  @Override
  public synchronized void taskStarted(Task task) {
    started.put(task.id(), Instant.now());
  }

  @Override
  public synchronized void taskSaid(Task task, String line) {
    if (!line.isBlank()) {
      lastWords.put(task.id(), Words.printable(line).strip());
    }
  }

  @Override
  public synchronized void taskEnded(Task task, TaskResult result) {
    ended.put(task.id(), result);
  }

  @Override
  public boolean approve(String environment, String release) {
    setPaused(true);
    try {
      // Not from standard input: the terminal reads that too, and takes the first letter typed.
      return TerminalMode.canAsk()
          && Question.ask(
              screen.terminal().writer(), screen.terminal().reader(), environment, release);
    } finally {
      setPaused(false);
    }
  }

  /** The view goes while a question stands on the terminal; tasks go on meanwhile. */
  private synchronized void setPaused(boolean pause) {
    screen.clear();
    paused = pause;
  }

  /** The table that follows says it all again, so the view goes. */
  @Override
  public synchronized void close() {
    screen.close();
  }

  private synchronized void refresh() {
    if (!paused) {
      screen.show(this::lines);
    }
  }

  /** All tasks if the terminal is high enough; else those that run, and how many others. */
  private List<AttributedString> lines(int rows, int columns) {
    List<AttributedString> lines = new ArrayList<>();
    boolean all = tasks.size() <= rows;
    for (Task task : tasks.values()) {
      boolean running = started.containsKey(task.id()) && !ended.containsKey(task.id());
      boolean bad = ended.containsKey(task.id()) && isBad(ended.get(task.id()));
      if ((all || running || bad) && lines.size() < rows - 1 + (all ? 1 : 0)) {
        lines.add(line(task).columnSubSequence(0, columns - 1));
      }
    }
    if (!all) {
      lines.add(
          new AttributedString("  %d of %d tasks done".formatted(ended.size(), tasks.size())));
    }
    return lines;
  }

  private static boolean isBad(TaskResult result) {
    return result.status() == Status.FAILED || result.status() == Status.WAITING;
  }

  private AttributedString line(Task task) {
    TaskResult result = ended.get(task.id());
    Instant begin = started.get(task.id());
    AttributedStringBuilder line = new AttributedStringBuilder();
    if (result == null && begin == null) {
      return line.style(AttributedStyle.DEFAULT.faint())
          .append("  . " + task.id())
          .toAttributedString();
    }
    String id = ("%-" + idWidth + "s").formatted(task.id());
    if (result == null) {
      String time = Words.seconds(Duration.between(begin, Instant.now()));
      line.append("  ").append(">", AttributedStyle.BOLD.foreground(AttributedStyle.CYAN));
      line.append(" %s %10s  ".formatted(id, time));
      return line.append(lastWords.getOrDefault(task.id(), ""), AttributedStyle.DEFAULT.faint())
          .toAttributedString();
    }
    line.append("  ").append(mark(result.status()), style(result));
    line.append(" %s %10s  ".formatted(id, Words.seconds(result.duration())));
    String reason = Words.printable(result.reason()).lines().findFirst().orElse("");
    return line.append(reason.isEmpty() ? Words.status(result) : reason, style(result))
        .toAttributedString();
  }

  private static String mark(Status status) {
    return switch (status) {
      case SUCCEEDED -> "+";
      case FAILED -> "x";
      case SKIPPED -> "-";
      case WAITING -> "?";
    };
  }

  private static AttributedStyle style(TaskResult result) {
    return switch (result.status()) {
      case SUCCEEDED -> AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
      case FAILED -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
      case SKIPPED -> AttributedStyle.DEFAULT.faint();
      case WAITING -> AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
    };
  }
}
