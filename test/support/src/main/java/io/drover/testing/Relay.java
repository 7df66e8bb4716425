package io.drover.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and the API server and can be away. */
public final class Relay implements AutoCloseable {
  private final String host;
  private final int port;
  private final int ownPort;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private ServerSocket server;
  private volatile boolean hangsUp;

  /** A relay to a server, on a port of its own. */
  public Relay(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.ownPort = server.getLocalPort();
    accept(server);
  }

  /** Where it listens on 127.0.0.1; the same after a stop. */
  public int port() {
    return ownPort;
  }

  /** Breaks all connections and takes no new ones. */
  public void stop() throws IOException {
    server.close();
    for (Socket socket : connections) {
      socket.close();
    }
  }

  /** Breaks all connections; new ones are taken and ended, as by a load balancer. */
  public void hangUp() throws IOException {
    hangsUp = true;
    for (Socket socket : connections) {
      socket.close();
    }
  }

  /** Ends {@link #hangUp}. */
  public void resume() {
    hangsUp = false;
  }

  /** Takes connections again. */
  public void start() throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ownPort), 50);
    accept(server);
  }

  private void accept(ServerSocket listening) {
    daemon(
        () -> {
          while (true) {
            Socket client = listening.accept();
            if (hangsUp) {
              client.shutdownOutput();
              connections.add(client);
              continue;
            }
            Socket upstream = new Socket(host, port);
            connections.add(client);
            connections.add(upstream);
            daemon(() -> pump(client, upstream));
            daemon(() -> pump(upstream, client));
          }
        });
  }

  private static void pump(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // Closed by the other side, or by stop().
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
