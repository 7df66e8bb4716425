package io.drover.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Passes TCP connections on to a server on this machine, each byte so much later as if the server
 * stood further away; as much as comes in that time may be under way.
 */
final class DelayingRelay implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final InetSocketAddress server;
  private final Duration delay;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private record Chunk(long due, byte[] bytes) {}

  /**
   * Starts a relay on 127.0.0.1.
   *
   * @param delay in each direction
   */
  DelayingRelay(InetSocketAddress server, Duration delay) throws IOException {
    this.server = server;
    this.delay = delay;
    this.listener = new ServerSocket(0, 128, InetAddress.getByName("127.0.0.1"));
    start(this::accept);
  }

  /** Where it listens. */
  int port() {
    return listener.getLocalPort();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side has closed; so is the other, by whoever sees it.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket target = new Socket(server.getAddress(), server.getPort());
      for (Socket socket : new Socket[] {client, target}) {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
      }
      relay(client, target);
      relay(target, client);
    }
  }

  private void relay(Socket from, Socket to) {
    BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
    start(() -> read(from, underWay));
    start(() -> write(underWay, from, to));
  }

  private void read(Socket from, BlockingQueue<Chunk> underWay) throws IOException {
    byte[] buffer = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        underWay.add(new Chunk(due(), Arrays.copyOf(buffer, count)));
      }
    } finally {
      underWay.add(new Chunk(due(), new byte[0]));
    }
  }

  private long due() {
    return System.nanoTime() + delay.toNanos();
  }

  /** An empty chunk is the end. */
  private void write(BlockingQueue<Chunk> underWay, Socket from, Socket to)
      throws IOException, InterruptedException {
    try {
      OutputStream out = to.getOutputStream();
      for (Chunk chunk = underWay.take(); chunk.bytes().length > 0; chunk = underWay.take()) {
        Thread.sleep(Duration.ofNanos(Math.max(0, chunk.due() - System.nanoTime())).toMillis());
        out.write(chunk.bytes());
      }
    } finally {
      close(from);
      close(to);
    }
  }

  private void close(Socket socket) throws IOException {
    sockets.remove(socket);
    socket.close();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        close(socket);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
