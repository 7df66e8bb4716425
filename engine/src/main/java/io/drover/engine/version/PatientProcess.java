package io.drover.engine.version;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * A process that is given a moment to end before its status is asked for: JGit asks as soon as the
 * output has ended, which is a little earlier.
 */
final class PatientProcess extends Process {
  private static final long SECONDS = 5;

  private final Process process;

  PatientProcess(Process process) {
    this.process = process;
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
    return process.getErrorStream();
  }

  @Override
  public int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void destroy() {
    process.destroy();
  }
}
