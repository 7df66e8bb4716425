package io.drover.seedjobs.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends calls to Jenkins, with the login, the crumb and the cookie that the crumb is tied to, and
 * again when there is no answer. For any number of threads.
 */
final class Transport {
  /** A 500 is mostly an error for good, and sometimes one of two calls at the same moment. */
  private static final int TRIES_OF_AN_ERROR = 3;

  private static final int TRIES_WITH_CRUMBS = 4;

  private static final Duration LONGEST_WAIT_ASKED = Duration.ofSeconds(30);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JenkinsAddress address;
  private final Optional<JenkinsLogin> login;
  private final Patience patience;
  private final Trouble trouble;
  private final HttpClient http;
  private Optional<Crumb> crumb = Optional.empty();

  Transport(JenkinsAddress address, Optional<JenkinsLogin> login, Patience patience) {
    this.address = address;
    this.login = login;
    this.patience = patience;
    this.trouble = new Trouble(address, login);
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.call())
            .cookieHandler(new CookieManager())
            .build();
  }

  /** Shown to Jenkins with every change; its name is Jenkins' to choose. */
  private record Crumb(String field, String value) {
    static final Crumb NOT_WANTED = new Crumb("", "");
  }

  Answer get(String path) throws InterruptedException {
    return send(path, Optional.empty());
  }

  /** Sends a change: a document, or nothing but the call itself when the text is empty. */
  Answer post(String path, String xml) throws InterruptedException {
    Optional<Crumb> used = known();
    Answer answer = send(path, Optional.of(xml));
    // A Jenkins that was started again knows neither session nor crumb; it did nothing. Calls that
    // are under way may still end with the old ones.
    for (int tries = 1; answer.wantsCrumb() && tries < TRIES_WITH_CRUMBS; tries++) {
      forget(used);
      used = known();
      answer = send(path, Optional.of(xml));
    }
    return answer;
  }

  Trouble trouble() {
    return trouble;
  }

  private Answer send(String path, Optional<String> body) throws InterruptedException {
    Instant end = Instant.now().plus(patience.total());
    boolean repeated = false;
    for (int tries = 1; ; tries++) {
      Duration wait = Patience.pause(tries);
      try {
        Answer answer = once(path, body, repeated);
        boolean error = answer.status() == 500 && tries < TRIES_OF_AN_ERROR;
        if (!error && (!answer.isTransient() || Instant.now().plus(wait).isAfter(end))) {
          if (answer.isTransient()) {
            throw trouble.busy(answer);
          }
          return answer;
        }
        wait = wait.compareTo(asked(answer)) > 0 ? wait : asked(answer);
      } catch (IOException e) {
        if (Instant.now().plus(wait).isAfter(end)) {
          throw trouble.away(e);
        }
      }
      repeated = true;
      Thread.sleep(wait.toMillis());
    }
  }

  private Answer once(String path, Optional<String> body, boolean repeated)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.uri().resolve(path));
    login.ifPresent(l -> request.header("Authorization", l.header()));
    if (body.isPresent()) {
      Crumb shown = crumb();
      if (shown != Crumb.NOT_WANTED) {
        request.header(shown.field(), shown.value());
      }
      request.header(
          "Content-Type",
          body.get().isEmpty()
              ? "application/x-www-form-urlencoded"
              : "application/xml; charset=UTF-8");
      request.POST(BodyPublishers.ofString(body.get()));
    }
    HttpResponse<String> response = inTime(request.build());
    return new Answer(response.statusCode(), response.headers(), response.body(), repeated);
  }

  /** The client's own time limit ends with the headers. */
  private HttpResponse<String> inTime(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    try {
      return answer.get(patience.call().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within %d s".formatted(patience.call().toSeconds()), e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static Duration asked(Answer answer) {
    String seconds = answer.header("Retry-After");
    Duration asked =
        seconds.matches("\\d{1,5}") ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
    return asked.compareTo(LONGEST_WAIT_ASKED) < 0 ? asked : LONGEST_WAIT_ASKED;
  }

  private synchronized Optional<Crumb> known() {
    return crumb;
  }

  /** Unless another call has brought a new one meanwhile. */
  private synchronized void forget(Optional<Crumb> refused) {
    if (refused.isEmpty() || crumb.equals(refused)) {
      crumb = Optional.empty();
    }
  }

  private synchronized Crumb crumb() throws IOException, InterruptedException {
    if (crumb.isEmpty()) {
      Answer answer = once("crumbIssuer/api/json", Optional.empty(), false);
      if (answer.isTransient()) {
        throw new IOException("status " + answer.status());
      }
      crumb = Optional.of(crumb(answer));
    }
    return crumb.get();
  }

  private Crumb crumb(Answer answer) {
    if (answer.status() == 404) {
      return Crumb.NOT_WANTED;
    }
    try {
      JsonNode json = MAPPER.readTree(answer.body());
      String field = json.path("crumbRequestField").asText();
      if (answer.isSuccess() && !field.isEmpty()) {
        return new Crumb(field, json.path("crumb").asText());
      }
    } catch (JsonProcessingException e) {
      // Then it is no crumb.
    }
    WorkFailedException failure = trouble.whole("get a crumb", answer);
    throw failure;
  }
}
