package io.drover.engine.version;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * A process that is given a moment to end before its status is asked for: JGit asks as soon as the
 * output has ended, which is a little earlier.
 */
final class PatientProcess extends Process {
  private static final long SECONDS = 5;

  private static final int MOST_SAID = 8_192;

  private final Process process;
  private final InputStream errors;

  /**
   * Wraps a process.
   *
   * @param said gets a copy of what it writes on standard error
   */
  PatientProcess(Process process, StringBuffer said) {
    this.process = process;
    errors = copying(process.getErrorStream(), said);
  }

  private static InputStream copying(InputStream stream, StringBuffer said) {
    return new FilterInputStream(stream) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count > 0 && said.length() < MOST_SAID) {
          said.append(new String(bytes, offset, count, StandardCharsets.UTF_8));
        }
        return count;
      }
    };
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

  @Override
  public void destroy() {
    process.destroy();
  }
}
