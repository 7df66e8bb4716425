package io.drover.engine.process;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Process sessions that Drover started: a leader and everything that it started in its turn. */
public final class Sessions {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofMillis(50);

  private Sessions() {}

  /**
   * Ends all processes of a group: SIGTERM, then SIGKILL for what is left after 5 s. Also works in
   * a thread that is interrupted, and leaves it so.
   *
   * @param group id of the group's leader
   */
  public static void end(long group) {
    boolean interrupted = Thread.interrupted();
    try {
      if (!signal("TERM", group)) {
        return;
      }
      Instant deadline = Instant.now().plus(GRACE);
      while (signal("0", group) && Instant.now().isBefore(deadline)) {
        Thread.sleep(STEP.toMillis());
      }
      signal("KILL", group);
    } catch (InterruptedException e) {
      interrupted = true;
      kill(group);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * When a process was started, which together with its id tells it from a later one that got the
   * same id.
   *
   * @param pid process id
   * @return milliseconds since the epoch; empty when there is no such process
   */
  public static Optional<Long> startedAt(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(h -> h.info().startInstant())
        .map(Instant::toEpochMilli);
  }

  private static void kill(long group) {
    try {
      signal("KILL", group);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean signal(String signal, long group) throws InterruptedException {
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -s \"$1\" -- \"-$2\"", "sh", signal, "" + group)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return kill.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS) && kill.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
