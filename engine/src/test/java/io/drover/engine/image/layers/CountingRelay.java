package io.drover.engine.image.layers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Stands before a server that others own, and counts what is asked of it. */
final class CountingRelay implements AutoCloseable {
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;
  private final URI target;

  CountingRelay(URI target) throws IOException {
    this.target = target;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::pass);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How often it was asked since the last call. */
  int count() {
    return paths().size();
  }

  /** What it was asked for since the last call. */
  List<String> paths() {
    List<String> paths = List.copyOf(requests);
    requests.subList(0, paths.size()).clear();
    return paths;
  }

  private void pass(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestURI().getPath());
    try (exchange) {
      URI wanted = URI.create(target + exchange.getRequestURI().toString());
      var answer = http.send(HttpRequest.newBuilder(wanted).build(), BodyHandlers.ofByteArray());
      byte[] body = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
