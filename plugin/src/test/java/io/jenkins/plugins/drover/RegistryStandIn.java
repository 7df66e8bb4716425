package io.jenkins.plugins.drover;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A registry without images. */
public final class RegistryStandIn implements AutoCloseable {
  private final HttpServer server;
  private final Optional<String> authorization;

  /**
   * A registry.
   *
   * @param authorization the header that it wants; empty: none
   */
  public RegistryStandIn(Optional<String> authorization) throws IOException {
    this.authorization = authorization;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    boolean in = authorization.isEmpty() || authorization.get().equals(given);
    boolean root = exchange.getRequestURI().getPath().equals("/v2/");
    exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"registry\"");
    exchange.sendResponseHeaders(in ? root ? 200 : 404 : 401, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
