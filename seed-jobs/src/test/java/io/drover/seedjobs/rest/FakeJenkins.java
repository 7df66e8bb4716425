package io.drover.seedjobs.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Behaves as Jenkins' REST API does, as far as seeding goes, by its sources; it was never held
 * against a real Jenkins. That Jenkins loads what it is given is for {@link RealJenkinsTest} to
 * say.
 */
final class FakeJenkins implements AutoCloseable {
  static final JenkinsLogin LOGIN = new JenkinsLogin("alice", "t0ken", "test");
  private static final String BASE = "/jenkins";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  private final Map<String, FakeFolder> folders = new TreeMap<>();
  private final AtomicInteger changes = new AtomicInteger();
  private volatile Fault fault = (exchange, call, number) -> false;
  private volatile boolean losesAnswers;

  /** Answers in place of Jenkins. */
  interface Fault {
    /**
     * Whether it answered.
     *
     * @param call method and path with query
     * @param number how many changes were asked for, this one included
     */
    boolean answered(HttpExchange exchange, String call, int number) throws IOException;
  }

  FakeJenkins() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  JenkinsAddress address() {
    return JenkinsAddress.parse(
        "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), BASE));
  }

  void fault(Fault wanted) {
    fault = wanted;
  }

  /** Does what it is told and then hangs up. */
  void loseAnswers(boolean lose) {
    losesAnswers = lose;
  }

  /** Knows no session any more. */
  void restart() {
    sessions.clear();
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  List<String> changingCalls() {
    return calls.stream().filter(c -> c.startsWith("POST")).toList();
  }

  void forgetCalls() {
    calls.clear();
  }

  synchronized FakeFolder folder(String name) {
    return folders.get(name);
  }

  /** Somebody makes an item by hand. */
  synchronized void put(String folder, String job, String xml) {
    folders.get(folder).jobs.put(job, xml);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      String query = String.valueOf(exchange.getRequestURI().getRawQuery());
      boolean post = exchange.getRequestMethod().equals("POST");
      String call =
          exchange.getRequestMethod() + " " + path + (query.equals("null") ? "" : "?" + query);
      calls.add(call);
      byte[] body = exchange.getRequestBody().readAllBytes();
      int number = post ? changes.incrementAndGet() : changes.get();
      exchange.getResponseHeaders().set("X-Jenkins", "2.541.3");
      if (fault.answered(exchange, call, number) || !isAllowed(exchange, path, post)) {
        return;
      }
      Reply reply;
      synchronized (this) {
        reply = reply(exchange, path.substring(BASE.length()), query, post, text(body));
      }
      if (!(post && losesAnswers)) {
        reply.headers().forEach((n, v) -> exchange.getResponseHeaders().set(n, v));
        send(exchange, reply.status(), reply.body());
      }
    }
  }

  record Reply(int status, String body, Map<String, String> headers) {
    static Reply of(int status, String body) {
      return new Reply(status, body, Map.of());
    }

    static Reply error(String message) {
      // Jetty writes headers in Latin-1.
      String header = message.replaceAll("[‘’]", "?");
      return new Reply(400, "<html>" + message + "</html>", Map.of("X-Error", header));
    }
  }

  private boolean isAllowed(HttpExchange exchange, String path, boolean post) throws IOException {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (header.equals("null")) {
      exchange.getResponseHeaders().set("X-Required-Permission", "hudson.model.Hudson.Read");
      send(exchange, 403, "<html><head><meta http-equiv='refresh'/></head></html>");
      return false;
    }
    String pair = "alice:t0ken";
    if (!header.equals("Basic " + Base64.getEncoder().encodeToString(pair.getBytes()))) {
      send(exchange, 401, "<html><title>Error 401 Unauthorized</title></html>");
      return false;
    }
    String session = session(exchange);
    boolean known = sessions.contains(session);
    String crumb = String.valueOf(exchange.getRequestHeaders().getFirst("Jenkins-Crumb"));
    if (post && !(known && crumb.equals("crumb-of-" + session))) {
      send(
          exchange,
          403,
          "<html><title>Error 403 No valid crumb was included in the request</title></html>");
      return false;
    }
    return true;
  }

  private static String session(HttpExchange exchange) {
    String cookie = String.valueOf(exchange.getRequestHeaders().getFirst("Cookie"));
    return cookie.replaceAll(".*JSESSIONID=([^;\"]*).*", "$1").replace("\"", "");
  }

  private Reply reply(HttpExchange exchange, String path, String query, boolean post, String body) {
    if (path.equals("/api/json")) {
      return Reply.of(200, "{\"_class\":\"hudson.model.Hudson\",\"mode\":\"NORMAL\"}");
    }
    if (path.equals("/crumbIssuer/api/json")) {
      String old = session(exchange);
      String session = sessions.contains(old) ? old : "s" + System.nanoTime();
      sessions.add(session);
      exchange.getResponseHeaders().set("Set-Cookie", "JSESSIONID=" + session + "; Path=" + BASE);
      return Reply.of(
          200,
          "{\"crumb\":\"crumb-of-%s\",\"crumbRequestField\":\"Jenkins-Crumb\"}".formatted(session));
    }
    if (path.equals("/createItem") && post) {
      String name = name(query);
      return folders.putIfAbsent(name, new FakeFolder(body)) == null
          ? Reply.of(200, "")
          : Reply.error("A job already exists with the name ‘%s’".formatted(name));
    }
    String[] parts = path.split("/", 4);
    FakeFolder folder = parts.length == 4 && parts[1].equals("job") ? folders.get(parts[2]) : null;
    return folder == null
        ? Reply.of(404, "<html><title>Error 404 Not Found</title></html>")
        : folder.reply(parts[3], query, post, body, BASE + "/job/" + parts[2] + "/");
  }

  static String name(String query) {
    return URLDecoder.decode(query.replaceAll("^name=", ""), StandardCharsets.UTF_8);
  }

  static ObjectNode json() {
    return MAPPER.createObjectNode();
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (body.startsWith("<html")) {
      exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
