package io.drover.engine.image;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Serves the files of a folder on loopback; a folder's own page has a link to each of its files.
 */
public final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final Path folder;

  private FileServer(Path folder, Optional<Authenticator> authenticator) throws IOException {
    this.folder = folder;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpContext all = server.createContext("/", this::answer);
    authenticator.ifPresent(all::setAuthenticator);
    server.setExecutor(threads);
    server.start();
  }

  public static FileServer of(Path folder) throws IOException {
    return new FileServer(folder, Optional.empty());
  }

  /** Serves nobody who does not log in. */
  static FileServer of(Path folder, String user, String password) throws IOException {
    return new FileServer(
        folder,
        Optional.of(
            new BasicAuthenticator("packages") {
              @Override
              public boolean checkCredentials(String u, String p) {
                return u.equals(user) && p.equals(password);
              }
            }));
  }

  URI uri() {
    return URI.create("http://%s/".formatted(address()));
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
      boolean there = file.startsWith(folder) && Files.exists(file);
      byte[] body =
          there ? Files.isDirectory(file) ? links(file) : Files.readAllBytes(file) : new byte[0];
      if (Files.isDirectory(file)) {
        exchange.getResponseHeaders().set("Content-Type", "text/html");
      }
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(there ? 200 : 404, head || body.length == 0 ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static byte[] links(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> "<a href=\"%s\">%s</a>".formatted(name, name))
          .collect(Collectors.joining("\n", "<html><body>", "</body></html>"))
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
