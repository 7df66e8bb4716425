package io.drover.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Git's own {@code http-backend} behind the JDK's server, with a login where one is set. */
public final class GitHttpServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Path root;
  private final String authorization;
  private final AtomicInteger advertisements = new AtomicInteger();

  /**
   * A server on a free port of 127.0.0.1.
   *
   * @param root folder with repositories
   * @param authorization header that it asks for; empty: none
   */
  public GitHttpServer(Path root, String authorization) {
    this.root = root;
    this.authorization = authorization;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** How often somebody asked what there is to be fetched. */
  public int advertisements() {
    return advertisements.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      if (!authorization.isEmpty() && !authorization.equals(given)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      if (exchange.getRequestURI().getPath().endsWith("/info/refs")) {
        advertisements.incrementAndGet();
      }
      backend(exchange);
    }
  }

  private void backend(HttpExchange exchange) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    var environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("GIT_CONFIG_COUNT", "1");
    environment.put("GIT_CONFIG_KEY_0", "safe.directory");
    environment.put("GIT_CONFIG_VALUE_0", "*");
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    String query = exchange.getRequestURI().getQuery();
    environment.put("QUERY_STRING", query == null ? "" : query);
    put(exchange, environment, "Content-Type", "CONTENT_TYPE");
    put(exchange, environment, "Content-Encoding", "HTTP_CONTENT_ENCODING");
    put(exchange, environment, "Git-Protocol", "GIT_PROTOCOL");
    Process process = builder.start();
    try (var body = process.getOutputStream()) {
      exchange.getRequestBody().transferTo(body);
    }
    var out = process.getInputStream();
    int status = 200;
    for (String line = line(out); !line.isEmpty(); line = line(out)) {
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (line.startsWith("Status:")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(line.substring(0, line.indexOf(':')), value);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    out.transferTo(exchange.getResponseBody());
  }

  private static void put(
      HttpExchange exchange, Map<String, String> to, String header, String variable) {
    String value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      to.put(variable, value);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
