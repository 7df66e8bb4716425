package io.drover.engine.deploy.cluster.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One user of a service: one request after the other, each sent once. It sees when a server has
 * closed a kept connection, as every client does, before it sends the next one; but not when the
 * server closes it at that very moment.
 */
final class Caller {
  private static final int TIMEOUT_MILLIS = 5000;

  private final String host;
  private final int port;
  private final boolean keep;
  private final byte[] request;
  private Socket socket;
  private InputStream in;

  /**
   * A user.
   *
   * @param keep whether the connection is used for further requests, as long as the server does not
   *     say that it closes it
   */
  Caller(String host, int port, String path, boolean keep) {
    this.host = host;
    this.port = port;
    this.keep = keep;
    this.request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: %s\r\n\r\n"
            .formatted(path, host, keep ? "keep-alive" : "close")
            .getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * What came of a request.
   *
   * @param failure why it failed; empty: it was answered with 200
   */
  record Answer(String body, Optional<String> failure) {}

  Answer call() {
    if (socket != null && isClosed()) {
      close();
    }
    boolean used = socket != null;
    try {
      if (!used) {
        connect();
      }
      socket.getOutputStream().write(request);
      return answer();
    } catch (IOException e) {
      close();
      return new Answer("", Optional.of((used ? "on a kept connection: " : "") + e));
    }
  }

  private void connect() throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  private boolean isClosed() {
    try {
      socket.setSoTimeout(1);
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private Answer answer() throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    String status = line();
    int length = 0;
    boolean open = keep;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      } else if (header.equals("connection: close")) {
        open = false;
      }
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the answer ends too early");
    }
    if (!open) {
      close();
    }
    boolean good = status.startsWith("HTTP/1.1 200 ");
    return new Answer(
        new String(body, StandardCharsets.UTF_8), good ? Optional.empty() : Optional.of(status));
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection was closed without an answer");
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.US_ASCII);
  }

  private void close() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It is not used any more.
    }
    socket = null;
  }
}
