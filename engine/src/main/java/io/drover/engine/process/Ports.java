package io.drover.engine.process;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * TCP ports on 127.0.0.1. A port counts as free only where a connection to it arrives at who
 * listens there: a container whose processes were all killed leaves its redirection in the kernel,
 * and the port can be listened on, but nothing ever comes.
 */
public final class Ports {
  /** A connection over the loopback interface takes microseconds; a redirected one may hang. */
  private static final int ARRIVAL_MILLIS = 500;

  /** Far more redirections left behind would have to be met one after the other. */
  private static final int TRIES = 20;

  private Ports() {}

  /**
   * A port that is free now; another program may take it before it is used.
   *
   * @throws WorkFailedException if none is
   */
  public static int free() {
    for (int i = 0; i < TRIES; i++) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (isReached(socket)) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new WorkFailedException("no port is free on 127.0.0.1: " + e.getMessage(), e);
      }
    }
    throw new WorkFailedException(
        "no port is free on 127.0.0.1: of %d tried, all are redirected elsewhere".formatted(TRIES));
  }

  /** Whether a server could listen on a port now, and would be reached there. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return isReached(socket);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isReached(ServerSocket server) throws IOException {
    server.setSoTimeout(ARRIVAL_MILLIS);
    try (Socket client = new Socket()) {
      client.connect(server.getLocalSocketAddress(), ARRIVAL_MILLIS);
      try (Socket accepted = server.accept()) {
        // No connection in TIME_WAIT, which would keep some servers from the port.
        accepted.setSoLinger(true, 0);
        return accepted.getPort() == client.getLocalPort();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
