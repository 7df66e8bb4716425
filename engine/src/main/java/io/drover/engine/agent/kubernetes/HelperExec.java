package io.drover.engine.agent.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Commands in a pod's helper container, over the API's own protocol (v4.channel.k8s.io). The server
 * does not learn when a command's input is over.
 *
 * <p>Not the client's exec: with the JDK's WebSockets that gives up when something is to be sent
 * while it still sends, which a stream of files does at once.
 */
final class HelperExec {
  /** One frame of the JDK's client: older servers do not put messages together again. */
  private static final int PIECE = 8192;

  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** A connection over which nothing moves for so long is taken to be dead. */
  private static final Duration STILL = Duration.ofSeconds(60);

  private static final long PAUSE_NANOS = 50_000;

  private final KubernetesClient client;
  private final String namespace;
  private final String pod;

  /**
   * Those of a pod.
   *
   * @param client one that does not try again by itself
   */
  HelperExec(KubernetesClient client, String namespace, String pod) {
    this.client = client;
    this.namespace = namespace;
    this.pod = pod;
  }

  /**
   * Runs a command and waits for its end.
   *
   * @param input what it reads, which it must know the length of; not closed
   * @param output takes what it writes; not closed
   * @return its exit status, 0 or 1
   * @throws IOException if its status is another one, the connection broke, or nothing moved for a
   *     minute; the command may have been done or not
   */
  int run(InputStream input, OutputStream output, List<String> command)
      throws IOException, InterruptedException {
    ExecSession session = new ExecSession(output);
    WebSocket socket = connect(command, session);
    Thread pump = pump(input, socket, session);
    try {
      return await(session);
    } finally {
      session.end();
      pump.interrupt();
      socket.sendClose(1000, "");
    }
  }

  private WebSocket connect(List<String> command, ExecSession session)
      throws IOException, InterruptedException {
    var connecting =
        client
            .getHttpClient()
            .newWebSocketBuilder()
            .subprotocol("v4.channel.k8s.io")
            .uri(uri(command))
            .connectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
            .buildAsync(session);
    try {
      return connecting.get(2 * CONNECT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the connection was lost", e);
    }
  }

  private URI uri(List<String> command) {
    String words =
        command.stream()
            .map(word -> "&command=" + URLEncoder.encode(word, StandardCharsets.UTF_8))
            .collect(Collectors.joining());
    return URI.create(
        "%s/api/v1/namespaces/%s/pods/%s/exec?container=%s&stdin=true&stdout=true&stderr=true%s"
            .formatted(
                client.getMasterUrl().toString().replaceAll("/+$", ""),
                namespace,
                pod,
                AgentPod.HELPER,
                words));
  }

  private static int await(ExecSession session) throws IOException, InterruptedException {
    while (true) {
      try {
        int status = session.status().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        if (status > 1) {
          throw new IOException(session.said().isEmpty() ? "status " + status : session.said());
        }
        return status;
      } catch (TimeoutException e) {
        if (session.stillFor().compareTo(STILL) > 0) {
          throw new IOException("nothing moved for %d s".formatted(STILL.toSeconds()), e);
        }
      } catch (ExecutionException e) {
        throw new IOException("the connection was lost", e.getCause());
      }
    }
  }

  private Thread pump(InputStream input, WebSocket socket, ExecSession session) {
    Thread thread =
        new Thread(
            () -> {
              try {
                send(input, socket, session);
              } catch (IOException e) {
                session.end();
              }
            },
            "input of " + pod);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void send(InputStream input, WebSocket socket, ExecSession session)
      throws IOException {
    byte[] message = new byte[PIECE + 1];
    for (int read = input.readNBytes(message, 1, PIECE);
        read > 0 && !session.isOver();
        read = input.readNBytes(message, 1, PIECE)) {
      // It takes the next message only when the one before has gone, and does not call.
      while (!session.isOver()
          && (socket.queueSize() > 0 || !socket.send(ByteBuffer.wrap(message, 0, read + 1)))) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      session.moved();
    }
  }
}
