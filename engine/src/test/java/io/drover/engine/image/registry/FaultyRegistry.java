package io.drover.engine.image.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A registry that answers as a test says, for what a real one cannot be made to do. It keeps
 * nothing; where a test says nothing it takes uploads and knows no content.
 */
final class FaultyRegistry implements AutoCloseable {

  /** Answers one request. */
  interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new ArrayList<>();

  FaultyRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Says how the next requests of a method, or of a method and path, are answered, in turn. */
  FaultyRegistry on(String request, Answer... inTurn) {
    answers.computeIfAbsent(request, r -> new ArrayDeque<>()).addAll(List.of(inTurn));
    return this;
  }

  /** Method and path of all requests, in turn. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  static Answer status(int status, String body, String... headers) {
    return exchange -> {
      exchange.getRequestBody().readAllBytes();
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      byte[] bytes = body.getBytes();
      boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
      if (!empty) {
        exchange.getResponseBody().write(bytes);
      }
      exchange.close();
    };
  }

  /** Reads a little of the request and drops the connection. */
  static Answer drop() {
    return exchange -> {
      exchange.getRequestBody().readNBytes(100);
      exchange.close();
    };
  }

  /** Begins an answer and drops the connection. */
  static Answer half(String body) {
    return exchange -> {
      exchange.sendResponseHeaders(200, body.length() * 2L);
      exchange.getResponseBody().write(body.getBytes());
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String request = exchange.getRequestMethod() + " " + path;
    synchronized (this) {
      requests.add(request);
    }
    Answer answer = next(request);
    if (answer == null) {
      answer = next(exchange.getRequestMethod());
    }
    if (answer == null) {
      answer = usual(exchange.getRequestMethod());
    }
    answer.give(exchange);
  }

  private synchronized Answer next(String request) {
    Deque<Answer> left = answers.get(request);
    return left == null ? null : left.poll();
  }

  private static Answer usual(String method) {
    return switch (method) {
      case "POST" -> status(202, "", "Location", "/v2/upload/1?state=a");
      case "PUT" -> status(201, "");
      default -> status(404, "");
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
