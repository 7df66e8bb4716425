package io.drover.engine.deploy.cluster.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers on port 8080 with the value of {@code VERSION}, and keeps connections. Told to end
 * (SIGTERM), it takes no new ones, answers what still comes on the others, and closes them with
 * that: what is asked of every service that is to lose no request.
 */
public final class LoadServer {
  private static final int PORT = 8080;
  private static final int IDLE_MILLIS = 60_000;

  /** So that there are always requests that are being answered. */
  private static final long WORK_MILLIS = 20;

  private static final long PATIENCE_MILLIS = 10_000;

  private final ServerSocket listener;
  private final byte[] body =
      Optional.ofNullable(System.getenv("VERSION")).orElse("").getBytes(StandardCharsets.UTF_8);
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean ending;

  private LoadServer() throws IOException {
    listener = new ServerSocket(PORT, 100);
  }

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) throws IOException {
    LoadServer server = new LoadServer();
    Runtime.getRuntime().addShutdownHook(new Thread(server::end));
    server.accept();
  }

  private void accept() throws IOException {
    while (!ending) {
      Socket socket;
      try {
        socket = listener.accept();
      } catch (IOException e) {
        if (ending) {
          return;
        }
        throw e;
      }
      connections.incrementAndGet();
      Thread thread = new Thread(() -> serve(socket));
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void end() {
    ending = true;
    try {
      listener.close();
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      while (connections.get() > 0 && System.nanoTime() < end) {
        Thread.sleep(10);
      }
    } catch (IOException e) {
      System.err.println(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setSoTimeout(IDLE_MILLIS);
      socket.setTcpNoDelay(true);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      boolean again = true;
      while (again) {
        Optional<Boolean> keep = readRequest(in);
        if (keep.isEmpty()) {
          return;
        }
        Thread.sleep(WORK_MILLIS);
        again = keep.get() && !ending;
        answer(socket.getOutputStream(), again);
      }
    } catch (IOException e) {
      // The client has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.decrementAndGet();
    }
  }

  /** Whether the client keeps the connection; empty when it has closed it. */
  private static Optional<Boolean> readRequest(BufferedReader in) throws IOException {
    if (in.readLine() == null) {
      return Optional.empty();
    }
    boolean keep = true;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.equalsIgnoreCase("Connection: close")) {
        keep = false;
      }
    }
    return Optional.of(keep);
  }

  private void answer(OutputStream out, boolean keep) throws IOException {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n"
            .formatted(body.length, keep ? "keep-alive" : "close");
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    out.write(whole);
    out.flush();
  }
}
