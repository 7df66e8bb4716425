package io.drover.engine.agent.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a command in a container says: output, errors, and in the end how it ended. */
final class ExecSession implements WebSocket.Listener {
  private static final int OUTPUT = 1;
  private static final int ERRORS = 2;
  private static final int STATUS = 3;
  private static final int LONGEST_ERRORS = 4096;

  private final OutputStream output;
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private volatile long moved = System.nanoTime();

  ExecSession(OutputStream output) {
    this.output = output;
  }

  /** The exit status; fails when the connection ends without one. */
  CompletableFuture<Integer> status() {
    return status;
  }

  /** What it wrote as errors. */
  synchronized String said() {
    return errors.toString(StandardCharsets.UTF_8).strip();
  }

  boolean isOver() {
    return status.isDone();
  }

  /** Nobody waits any more. */
  void end() {
    status.completeExceptionally(new IOException("ended"));
  }

  void moved() {
    moved = System.nanoTime();
  }

  Duration stillFor() {
    return Duration.ofNanos(System.nanoTime() - moved);
  }

  @Override
  public void onMessage(WebSocket socket, ByteBuffer message) {
    moved();
    try {
      if (message.hasRemaining()) {
        take(message.get(), message);
      }
      socket.request();
    } catch (IOException e) {
      status.completeExceptionally(e);
    }
  }

  private void take(int channel, ByteBuffer message) throws IOException {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    switch (channel) {
      case OUTPUT -> output.write(bytes);
      case ERRORS -> keep(bytes);
      case STATUS -> status.complete(code(new String(bytes, StandardCharsets.UTF_8)));
      default -> {}
    }
  }

  private synchronized void keep(byte[] bytes) throws IOException {
    if (errors.size() < LONGEST_ERRORS) {
      errors.write(bytes);
    }
  }

  /** Command not found, a container that is gone: these have no exit code. */
  private int code(String json) throws IOException {
    Status said = Serialization.unmarshal(json, Status.class);
    if ("Success".equals(said.getStatus())) {
      return 0;
    }
    return Optional.ofNullable(said.getDetails()).map(d -> d.getCauses()).orElse(List.of()).stream()
        .filter(cause -> "ExitCode".equals(cause.getReason()))
        .map(StatusCause::getMessage)
        .map(Integer::parseInt)
        .findFirst()
        .orElseThrow(() -> new IOException(said.getMessage()));
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason) {
    status.completeExceptionally(new IOException("closed without a status: " + reason));
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    status.completeExceptionally(error);
  }
}
