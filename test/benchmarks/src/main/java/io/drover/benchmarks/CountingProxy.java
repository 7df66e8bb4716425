package io.drover.benchmarks;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** An HTTP proxy on loopback that counts requests, and bytes of the answers' bodies. */
final class CountingProxy implements AutoCloseable {
  private static final List<String> PASSED =
      List.of("Accept", "If-Modified-Since", "If-Range", "Range", "User-Agent");
  private static final List<String> RETURNED =
      List.of("Content-Type", "ETag", "Last-Modified", "Content-Range", "Location");

  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final HttpServer server;

  /** What passed. */
  record Traffic(long requests, long bytes) {}

  CountingProxy() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  /** What {@code http_proxy} takes. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What passed since the last call. */
  Traffic taken() {
    return new Traffic(requests.getAndSet(0), bytes.getAndSet(0));
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(exchange.getRequestURI())
              .method(exchange.getRequestMethod(), BodyPublishers.noBody());
      for (String name : PASSED) {
        exchange
            .getRequestHeaders()
            .getOrDefault(name, List.of())
            .forEach(value -> request.header(name, value));
      }
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      Headers headers = exchange.getResponseHeaders();
      RETURNED.forEach(
          name -> answer.headers().firstValue(name).ifPresent(value -> headers.set(name, value)));
      boolean empty = answer.statusCode() == 304 || exchange.getRequestMethod().equals("HEAD");
      long length = answer.headers().firstValueAsLong("Content-Length").orElse(0);
      exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : length);
      try (InputStream body = answer.body()) {
        bytes.addAndGet(empty ? 0 : body.transferTo(exchange.getResponseBody()));
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
