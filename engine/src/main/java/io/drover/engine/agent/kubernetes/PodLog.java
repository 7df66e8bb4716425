package io.drover.engine.agent.kubernetes;

import io.drover.engine.process.Lines;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The log of a job's container, line by line as it comes. Where a connection is lost, the next one
 * goes on with the line after the last that came.
 *
 * <p>The API server knows times of whole seconds only, so lines come again after that, and are
 * recognised by their exact times. Lines of one moment are told apart by their number.
 */
final class PodLog implements AutoCloseable {
  private static final long PAUSE_MILLIS = 300;

  private final KubernetesClient client;
  private final String namespace;
  private final String pod;
  private final String token;
  private final Consumer<String> log;
  private final Runnable ended;
  private final Thread thread;
  private volatile LogWatch connection;
  private volatile boolean finishing;
  private volatile boolean closed;
  private volatile Integer status;

  private Instant last = Instant.EPOCH;
  private int linesOfLast;
  private int linesToSkip;
  private boolean skipped;

  private PodLog(
      KubernetesClient client,
      String namespace,
      String pod,
      String token,
      Consumer<String> log,
      Runnable ended) {
    this.client = client;
    this.namespace = namespace;
    this.pod = pod;
    this.token = token;
    this.log = log;
    this.ended = ended;
    this.thread = new Thread(this::run, "log of " + pod);
    thread.setDaemon(true);
  }

  /**
   * Follows a log in the background.
   *
   * @param client one that does not try again by itself
   * @param token with which the last line begins, the exit status after it
   * @param log takes the lines before that one
   * @param ended called when the last line has come
   */
  static PodLog follow(
      KubernetesClient client,
      String namespace,
      String pod,
      String token,
      Consumer<String> log,
      Runnable ended) {
    PodLog followed = new PodLog(client, namespace, pod, token, log, ended);
    followed.thread.start();
    return followed;
  }

  /** The exit status of the lines, once the log has it. */
  OptionalInt status() {
    Integer known = status;
    return known == null ? OptionalInt.empty() : OptionalInt.of(known);
  }

  /** Begins a new connection: the present one may be dead without knowing it. */
  void reconnect() {
    LogWatch open = connection;
    if (open != null) {
      open.close();
    }
  }

  /** Reads what is left of the log of a container that has ended. */
  void finish(Duration atMost) throws InterruptedException {
    finishing = true;
    reconnect();
    thread.join(atMost.toMillis());
  }

  private void run() {
    while (!closed && status == null) {
      boolean atLast = finishing;
      try {
        read();
      } catch (IOException | RuntimeException e) {
        // The client wraps what it does not expect in more than one way. Not started yet, or the
        // connection broke: the next one goes on from there.
      }
      if (atLast) {
        return;
      }
      pause();
    }
  }

  private void read() throws IOException {
    linesToSkip = linesOfLast;
    var container =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod)
            .inContainer(AgentPod.MAIN)
            .withReadyWaitTimeout(0)
            .usingTimestamps();
    try (LogWatch watch =
        last.equals(Instant.EPOCH)
            ? container.watchLog()
            : container.sinceTime(last.toString()).watchLog()) {
      connection = watch;
      Lines.read(watch.getOutput(), this::line);
    } finally {
      connection = null;
    }
  }

  private void line(String raw) {
    int space = raw.indexOf(' ');
    Instant at = space < 0 ? null : time(raw.substring(0, space));
    if (at != null) {
      skipped = isKnown(at);
    }
    if (!skipped && status == null) {
      give(at == null ? raw : raw.substring(space + 1));
    }
  }

  /** A line without a time goes on with the one before. */
  private static Instant time(String word) {
    try {
      return OffsetDateTime.parse(word).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private boolean isKnown(Instant at) {
    if (at.isBefore(last)) {
      return true;
    }
    if (at.equals(last)) {
      if (linesToSkip > 0) {
        linesToSkip--;
        return true;
      }
      linesOfLast++;
      return false;
    }
    last = at;
    linesOfLast = 1;
    linesToSkip = 0;
    return false;
  }

  private void give(String text) {
    int end = text.indexOf(token);
    if (end < 0) {
      log.accept(text);
      return;
    }
    if (end > 0) {
      log.accept(text.substring(0, end));
    }
    status = Integer.parseInt(text.substring(end + token.length()).strip());
    ended.run();
    reconnect();
  }

  private void pause() {
    try {
      Thread.sleep(closed || finishing || status != null ? 0 : PAUSE_MILLIS);
    } catch (InterruptedException e) {
      // Only close() interrupts, and it has said so.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    reconnect();
    thread.interrupt();
  }
}
