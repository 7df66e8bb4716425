package io.drover.aptly.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * HTTP to one server: every request has a time limit, every failure says who, what and why. For
 * this module; users of the client need {@link Aptly}.
 *
 * <p>A request is repeated, within its time limit, when that is safe: always when no connection
 * came about, and after a broken connection or a gateway's error when it only reads, or writes the
 * same file again.
 */
public final class Transport {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final List<Integer> GATEWAY_ERRORS = List.of(502, 503, 504);
  private static final int ATTEMPTS = 3;
  private static final long PAUSE_MILLIS = 200;

  /** What came back. */
  public record Answer(int status, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** What may be done when a request failed. */
  private enum Repeat {
    /** Only when it cannot have reached the server. */
    UNSENT,
    /** Always: the second time changes nothing more. */
    ALWAYS
  }

  private final String server;
  private final URI base;
  private final Optional<String> authorization;
  private final Duration timeout;
  private final HttpClient http;

  /**
   * Prepares for a server; nothing is sent yet.
   *
   * @param server what it is called in messages, without its address
   * @param uri where it is; user and password in it are sent as basic authentication and shown
   *     nowhere
   * @param timeout limit of each call, repetitions included
   */
  public Transport(String server, URI uri, Duration timeout) {
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException(server + " needs an http or https URL with a host");
    }
    String text = uri.toString().replaceAll("/+$", "");
    String user = uri.getRawUserInfo();
    this.base = URI.create(user == null ? text : text.replace(user + "@", ""));
    this.authorization = Optional.ofNullable(uri.getUserInfo()).map(Transport::basic);
    this.server = server + " at " + base;
    this.timeout = timeout;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(
                timeout.compareTo(Duration.ofSeconds(5)) < 0 ? timeout : Duration.ofSeconds(5));
    this.http = uri.getScheme().equals("http") ? withoutTls(builder).build() : builder.build();
  }

  /** All authorities are read otherwise, which takes longer than what is asked of the server. */
  private static HttpClient.Builder withoutTls(HttpClient.Builder builder) {
    try {
      SSLContext trustingNobody = SSLContext.getInstance("TLS");
      trustingNobody.init(null, new TrustManager[0], null);
      return builder.sslContext(trustingNobody);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private Transport(Transport other, Duration timeout) {
    this.base = other.base;
    this.authorization = other.authorization;
    this.server = other.server;
    this.http = other.http;
    this.timeout = timeout;
  }

  /** The same server over the same connections, with another time limit. */
  Transport within(Duration limit) {
    return new Transport(this, limit);
  }

  public URI base() {
    return base;
  }

  /** Name and address, for messages. */
  public String server() {
    return server;
  }

  Duration timeout() {
    return timeout;
  }

  public Answer get(String path, String doing) {
    return send(request(path).GET(), timeout, Repeat.ALWAYS, doing);
  }

  /**
   * As {@link #get}, where a server that says that it is not available is to be taken at its word.
   */
  Answer getOnce(String path, String doing) {
    return send(request(path).GET(), timeout, Repeat.UNSENT, doing);
  }

  /** Size in bytes that a HEAD request answers with; empty unless the status is 200. */
  public Optional<Long> size(String path, String doing) {
    HttpRequest.Builder head = request(path).method("HEAD", BodyPublishers.noBody());
    HttpResponse<byte[]> response = exchange(head, timeout, Repeat.ALWAYS, doing);
    return response.statusCode() == 200
        ? Optional.of(response.headers().firstValueAsLong("Content-Length").orElse(-1))
        : Optional.empty();
  }

  Answer send(String method, String path, JsonNode body, String doing) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.toString()));
    return send(request, timeout, Repeat.UNSENT, doing);
  }

  Answer send(String method, String path, String doing) {
    HttpRequest.Builder request = request(path).method(method, BodyPublishers.noBody());
    return send(request, timeout, Repeat.UNSENT, doing);
  }

  /**
   * Sends a file's content, which replaces what an earlier attempt left. The time limit grows with
   * its size: a second more for each mebibyte.
   */
  Answer upload(String method, String path, String contentType, BodyPublisher body, String doing) {
    Duration limit = timeout.plusSeconds(Math.max(0, body.contentLength()) >> 20);
    HttpRequest.Builder request =
        request(path).header("Content-Type", contentType).method(method, body);
    return send(request, limit, Repeat.ALWAYS, doing);
  }

  /** The answer as JSON, when its status is a success; null in JSON when it has no body. */
  public JsonNode json(Answer answer, String doing) {
    requireSuccess(answer, doing);
    try {
      JsonNode json = JSON.readTree(answer.body());
      return json.isMissingNode() ? NullNode.getInstance() : json;
    } catch (JacksonException e) {
      throw new AptlyException(
          notJson(answer, doing) + " Check that this is the address of aptly's API.");
    } catch (IOException e) {
      throw new AptlyException(notJson(answer, doing), e);
    }
  }

  public void requireSuccess(Answer answer, String doing) {
    if (answer.status() / 100 != 2) {
      throw refused(answer, doing);
    }
  }

  /** What a refusal is told as: the server's own words if it said any. */
  RefusedException refused(Answer answer, String doing) {
    return Refusal.of(server, doing, answer.status(), answer.body(), answer.text());
  }

  private String notJson(Answer answer, String doing) {
    return server
        + " answered with something that is not JSON when asked to "
        + doing
        + ": '"
        + Refusal.shorten(answer.text())
        + "'.";
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private Answer send(HttpRequest.Builder request, Duration limit, Repeat repeat, String doing) {
    HttpResponse<byte[]> response = exchange(request, limit, repeat, doing);
    return new Answer(response.statusCode(), response.body());
  }

  private HttpResponse<byte[]> exchange(
      HttpRequest.Builder request, Duration limit, Repeat repeat, String doing) {
    long end = System.nanoTime() + limit.toNanos();
    for (int attempt = 1; ; attempt++) {
      long left = Math.max(1, end - System.nanoTime());
      boolean last = attempt == ATTEMPTS || left <= PAUSE_MILLIS * attempt * 1_000_000;
      try {
        HttpResponse<byte[]> response = once(request.copy().build(), left);
        if (last || repeat != Repeat.ALWAYS || !GATEWAY_ERRORS.contains(response.statusCode())) {
          return response;
        }
      } catch (IOException e) {
        boolean unsent = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
        boolean timedOut = e instanceof HttpTimeoutException && !unsent;
        if (last || timedOut || !(unsent || repeat == Repeat.ALWAYS)) {
          throw noAnswer(e, unsent, timedOut, limit, doing);
        }
      } catch (InterruptedException e) {
        throw stopped(doing, e);
      }
      sleep(PAUSE_MILLIS * attempt, doing);
    }
  }

  /** The client's own time limit ends with the headers; this one includes the body. */
  private HttpResponse<byte[]> once(HttpRequest request, long nanos)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return response.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new HttpTimeoutException("no answer in time");
    } catch (InterruptedException e) {
      response.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    }
  }

  /** Waits between two looks at the server. */
  void sleep(long millis, String doing) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw stopped(doing, e);
    }
  }

  private NoAnswerException stopped(String doing, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new NoAnswerException("stopped before " + server + " could " + doing, true, e);
  }

  private NoAnswerException noAnswer(
      IOException e, boolean unsent, boolean timedOut, Duration limit, String doing) {
    if (unsent) {
      String message = " cannot be reached to " + doing + ". Check that it runs and the address.";
      return new NoAnswerException(server + message, false, e);
    }
    if (timedOut) {
      String message = " did not " + doing + " within " + limit.toSeconds() + " s. See its log.";
      return new NoAnswerException(server + message, true, e);
    }
    String reason = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    return new NoAnswerException(
        "the connection to "
            + server
            + " broke when asked to "
            + doing
            + ": "
            + reason
            + ". Check that it still runs, its log and its disk.",
        true,
        e);
  }

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }
}
