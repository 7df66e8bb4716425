package io.drover.aptly;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Executors;

/** Stands before a server and answers some requests wrongly, as a broken server would. */
public final class FaultyProxy implements AutoCloseable {

  /** Answers the request itself, or says that it is to be passed on. */
  public interface Fault {
    boolean answered(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  public FaultyProxy(URI target, Fault fault) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          if (!fault.answered(exchange)) {
            pass(exchange, target);
          }
        });
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public static boolean answer(HttpExchange exchange, int status, String body) throws IOException {
    exchange.sendResponseHeaders(status, body.length());
    exchange.getResponseBody().write(body.getBytes());
    exchange.close();
    return true;
  }

  /** Reads a little of the request and then drops the connection. */
  public static boolean drop(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readNBytes(1000);
    exchange.close();
    return true;
  }

  private void pass(HttpExchange exchange, URI target) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    try {
      var response = http.send(request.build(), BodyHandlers.ofByteArray());
      byte[] body = response.body();
      exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
