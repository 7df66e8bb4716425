package io.drover.aptly;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** HTTP to one server: every request has a time limit, every failure says who, what and why. */
final class Transport {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int QUOTED = 400;

  /** What came back. */
  record Answer(int status, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
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
   */
  Transport(String server, URI uri, Duration timeout) {
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException(server + " needs an http or https URL with a host");
    }
    String text = uri.toString().replaceAll("/+$", "");
    String user = uri.getRawUserInfo();
    this.base = URI.create(user == null ? text : text.replace(user + "@", ""));
    this.authorization = Optional.ofNullable(uri.getUserInfo()).map(Transport::basic);
    this.server = server + " at " + base;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(
                timeout.compareTo(Duration.ofSeconds(5)) < 0 ? timeout : Duration.ofSeconds(5))
            .build();
  }

  URI base() {
    return base;
  }

  /** Name and address, for messages. */
  String server() {
    return server;
  }

  Answer get(String path, String doing) {
    return send(request(path).GET().timeout(timeout).build(), doing);
  }

  /** Size in bytes that a HEAD request answers with; empty unless the status is 200. */
  Optional<Long> size(String path, String doing) {
    HttpRequest head =
        request(path).method("HEAD", BodyPublishers.noBody()).timeout(timeout).build();
    HttpResponse<byte[]> response = exchange(head, doing);
    return response.statusCode() == 200
        ? Optional.of(response.headers().firstValueAsLong("Content-Length").orElse(-1))
        : Optional.empty();
  }

  Answer send(String method, String path, JsonNode body, String doing) {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.toString()))
            .timeout(timeout)
            .build();
    return send(request, doing);
  }

  Answer send(String method, String path, String doing) {
    return send(
        request(path).method(method, BodyPublishers.noBody()).timeout(timeout).build(), doing);
  }

  /** Posts a body whose time limit grows with its size: a second more for each mebibyte. */
  Answer post(String path, String contentType, BodyPublisher body, String doing) {
    Duration limit = timeout.plusSeconds(Math.max(0, body.contentLength()) >> 20);
    return send(
        request(path).header("Content-Type", contentType).POST(body).timeout(limit).build(), doing);
  }

  /** The answer as JSON, when its status is a success. */
  JsonNode json(Answer answer, String doing) {
    requireSuccess(answer, doing);
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new AptlyException(
          notJson(answer, doing) + " Check that this is the address of aptly's API.");
    } catch (IOException e) {
      throw new AptlyException(notJson(answer, doing), e);
    }
  }

  void requireSuccess(Answer answer, String doing) {
    if (answer.status() / 100 != 2) {
      throw refused(answer, doing);
    }
  }

  /** What a refusal is told as: the server's own words if it said any. */
  AptlyException refused(Answer answer, String doing) {
    return new AptlyException(
        server + " could not " + doing + ": " + words(answer) + " (HTTP " + answer.status() + ").",
        answer.status());
  }

  private String notJson(Answer answer, String doing) {
    return server
        + " answered with something that is not JSON when asked to "
        + doing
        + ": '"
        + shorten(answer.text())
        + "'.";
  }

  private static String words(Answer answer) {
    try {
      JsonNode json = JSON.readTree(answer.body());
      JsonNode error = json.isArray() ? json.path(0).path("error") : json.path("error");
      if (error.isTextual()) {
        return error.textValue();
      }
    } catch (IOException e) {
      // a proxy's page, or gin's "404 page not found"; quoted as it is
    }
    String text = shorten(answer.text());
    return text.isEmpty() ? "no reason given" : text;
  }

  private static String shorten(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "…";
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private Answer send(HttpRequest request, String doing) {
    HttpResponse<byte[]> response = exchange(request, doing);
    return new Answer(response.statusCode(), response.body());
  }

  private HttpResponse<byte[]> exchange(HttpRequest request, String doing) {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (HttpConnectTimeoutException | ConnectException e) {
      throw new AptlyException(
          server + " cannot be reached to " + doing + ". Check that it runs and the address.", e);
    } catch (HttpTimeoutException e) {
      throw new AptlyException(
          server
              + " did not "
              + doing
              + " within "
              + request.timeout().orElse(timeout).toSeconds()
              + " s. See its log.",
          e);
    } catch (IOException e) {
      String reason = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
      throw new AptlyException(
          "the connection to "
              + server
              + " broke when asked to "
              + doing
              + ": "
              + reason
              + ". Check that it still runs, its log and its disk.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AptlyException("stopped before " + server + " could " + doing, e);
    }
  }

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }
}
