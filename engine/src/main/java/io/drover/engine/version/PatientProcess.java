package io.drover.engine.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A process that is given a moment to end before its status is asked for: JGit asks as soon as the
 * output has ended, which is a little earlier.
 */
final class PatientProcess extends Process {
  private static final long SECONDS = 5;
  private static final long MOMENT_MILLIS = 1000;

  private static final int MOST_SAID = 8_192;

  private final Process process;
  private final PipedInputStream errors = new PipedInputStream(MOST_SAID);
  private final Thread listener;

  /**
   * Wraps a process.
   *
   * @param said gets a copy of what it writes on standard error, read by JGit or not
   */
  PatientProcess(Process process, StringBuffer said) throws IOException {
    this.process = process;
    PipedOutputStream copy = new PipedOutputStream(errors);
    listener = new Thread(() -> listen(process.getErrorStream(), copy, said), "ssh errors");
    listener.setDaemon(true);
    listener.start();
  }

  private static void listen(InputStream stream, OutputStream copy, StringBuffer said) {
    byte[] bytes = new byte[MOST_SAID];
    try (copy) {
      for (int count = stream.read(bytes); count >= 0; count = stream.read(bytes)) {
        if (said.length() < MOST_SAID) {
          said.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
        }
        copy.write(bytes, 0, count);
      }
    } catch (IOException e) {
      // The process was ended, or nobody wants to hear any more.
    }
  }

  /** Waits a moment until what it wrote on standard error was read. */
  void awaitErrors() {
    try {
      listener.join(TimeUnit.SECONDS.toMillis(SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int exitValue() {
    try {
      process.waitFor(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return process.exitValue();
  }

  @Override
  public OutputStream getOutputStream() {
    return process.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return process.getInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return errors;
  }

  @Override
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  /**
   * Ends it, after a moment in which it may end by itself: JGit does so as soon as the output has
   * ended, and what was not read yet of its errors would be thrown away.
   */
  @Override
  public void destroy() {
    endInput();
    try {
      if (process.waitFor(MOMENT_MILLIS, TimeUnit.MILLISECONDS)) {
        awaitErrors();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroy();
  }

  private void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended.
    }
  }
}
