package io.drover.endtoend;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A drover command on a terminal, which {@code script} makes. */
final class TerminalRun implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Process process;
  private final StringBuffer said = new StringBuffer();

  private TerminalRun(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read);
    reader.setDaemon(true);
    reader.start();
  }

  static TerminalRun start(Workplace place) {
    return start(place, place.words());
  }

  static TerminalRun start(Workplace place, String... words) {
    String line =
        "stty rows 40 cols 120; exec " + DroverCommand.launcher() + " " + String.join(" ", words);
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of("env", "--default-signal=INT", "script", "-qec", line, "/dev/null"))
            .redirectErrorStream(true);
    builder.environment().put("XDG_STATE_HOME", place.stateHome().toString());
    builder.environment().put("TERM", "xterm");
    try {
      return new TerminalRun(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that was shown, without what moves the cursor and sets colours. */
  String said() {
    return said.toString().replaceAll("\u001b[\\[(][0-9;?]*[A-Za-z]", "");
  }

  void awaitSaid(String text) {
    Pause.until(LIMIT, () -> said().contains(text) || !process.isAlive());
    if (!said().contains(text)) {
      throw new AssertionError("did not say '" + text + "': " + said());
    }
  }

  void type(String keys) {
    try {
      process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end and tells the exit status. */
  int await() {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the run did not end: " + said());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  private void read() {
    try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      char[] buffer = new char[4096];
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        said.append(buffer, 0, n);
      }
    } catch (IOException e) {
      // The terminal is gone.
    }
  }
}
