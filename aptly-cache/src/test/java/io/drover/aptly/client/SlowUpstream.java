package io.drover.aptly.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A remote repository whose Release file comes at once, and again only after the end. */
final class SlowUpstream implements AutoCloseable {

  private static final String RELEASE =
      """
      Origin: slow
      Suite: stable
      Codename: stable
      Architectures: amd64
      Components: main
      Date: Sat, 21 Nov 2026 12:00:00 UTC
      SHA256:
       e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 0 main/binary-amd64/Packages
      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private int releases;

  SlowUpstream() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean release = exchange.getRequestURI().getPath().endsWith("/Release");
      if (release && first()) {
        byte[] body = RELEASE.getBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        return;
      }
      if (release) {
        end.await(120, TimeUnit.SECONDS);
      }
      exchange.sendResponseHeaders(404, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean first() {
    releases++;
    return releases == 1;
  }

  @Override
  public void close() {
    end.countDown();
    threads.shutdown();
    server.stop(1);
  }
}
