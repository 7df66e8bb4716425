package io.drover.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A drover command under way. */
final class RunningDrover {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String REPORT = "--report";

  private final Process process;
  private final Instant start = Instant.now();
  private final StringBuffer out = new StringBuffer();
  private final StringBuffer err = new StringBuffer();
  private final List<Thread> readers = new ArrayList<>();
  private final Optional<Path> report;

  private RunningDrover(Process process, Optional<Path> report) {
    this.process = process;
    this.report = report;
    readers.add(read(process.inputReader(StandardCharsets.UTF_8), out));
    readers.add(
        read(
            new BufferedReader(
                new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8)),
            err));
  }

  static RunningDrover start(List<String> words, Path stateHome) {
    // A shell that starts something in the background lets it ignore Ctrl-C, and that is inherited.
    List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
    line.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(line).redirectInput(new java.io.File("/dev/null"));
    builder.environment().put("XDG_STATE_HOME", stateHome.toString());
    int named = words.indexOf(REPORT);
    Optional<Path> report =
        named < 0 ? Optional.empty() : Optional.of(Path.of(words.get(named + 1)));
    try {
      return new RunningDrover(builder.start(), report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has said something on standard error. */
  RunningDrover awaitSaid(String text) {
    await(() -> err.toString().contains(text), "says '" + text + "'");
    return this;
  }

  /** Waits until it has written something to standard output. */
  RunningDrover awaitWritten(String text) {
    await(() -> out.toString().contains(text), "writes '" + text + "'");
    return this;
  }

  /** Waits until something holds, which must be before the command ends. */
  RunningDrover await(BooleanSupplier condition, String what) {
    Instant deadline = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        process.destroyForcibly();
        throw new AssertionError("drover ended before it " + what + ":\n" + out + err);
      }
      Pause.millis(10);
    }
    return this;
  }

  /** Sends a signal, for example {@code INT}, to drover itself. */
  RunningDrover signal(String name) {
    Shell.run("kill", "-s", name, "" + pid());
    return this;
  }

  /** Kills drover and all that it has started; it must have been started apart. */
  RunningDrover killGroup() {
    Shell.run("kill", "-s", "KILL", "--", "-" + pid());
    return this;
  }

  /** The last thing that it has said on standard error. */
  String lastSaid() {
    return err.toString().lines().reduce("", (before, line) -> line);
  }

  /** Waits for its end, for ten minutes at most. */
  Outcome await() {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("drover did not end within ten minutes:\n" + out + err);
      }
      for (Thread reader : readers) {
        reader.join(Duration.ofSeconds(2).toMillis());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
    return new Outcome(
        process.exitValue(),
        out.toString(),
        err.toString(),
        Duration.between(start, Instant.now()),
        report.map(RunReportFile::read).orElse(RunReportFile.NONE));
  }

  private static Thread read(BufferedReader reader, StringBuffer sink) {
    Thread thread =
        new Thread(
            () -> {
              try (reader) {
                reader.lines().forEach(line -> sink.append(line).append('\n'));
              } catch (IOException | UncheckedIOException e) {
                // The process is gone.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
