package io.drover.engine.image.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shows a registry who asks: by name and password, or by a token that a server gives for these.
 * Sources: RFC 7617; the distribution project's "Token Authentication Specification".
 */
final class Authorization {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String address;
  private final HttpClient http;
  private final AuthFiles files;
  private final RegistryTrouble trouble;

  /** What worked, by repository and whether it is only read. */
  private final Map<String, String> headers = new ConcurrentHashMap<>();

  Authorization(String address, HttpClient http, AuthFiles files, RegistryTrouble trouble) {
    this.address = address;
    this.http = http;
    this.files = files;
    this.trouble = trouble;
  }

  /** The header that worked last time for such a call. */
  Optional<String> known(Call call) {
    return Optional.ofNullable(headers.get(key(call)));
  }

  /** Whose login a call is made with. */
  Optional<Login> login(Call call) throws InterruptedException {
    return files.find(address, call.path());
  }

  /**
   * Finds a header that the registry may accept, after it refused a call.
   *
   * @param sent the header of the refused call
   * @param challenges what the registry asks for
   * @throws io.drover.engine.WorkFailedException if there is no login, or it is not accepted
   */
  String renew(Call call, Optional<String> sent, List<String> challenges)
      throws InterruptedException {
    Optional<Login> login = login(call);
    List<Challenge> all =
        challenges.stream().map(Challenge::parse).flatMap(Optional::stream).toList();
    Optional<Challenge> bearer = all.stream().filter(c -> c.scheme().equals("bearer")).findFirst();
    String header =
        bearer.isPresent()
            ? "Bearer " + token(call, bearer.get(), login)
            : basic(login.orElseThrow(() -> trouble.noLogin(call, files.searched())));
    if (bearer.isEmpty() && sent.filter(header::equals).isPresent()) {
      throw trouble.wrongLogin(call, login.orElseThrow());
    }
    headers.put(key(call), header);
    return header;
  }

  /** An error for a call that was refused with a fresh header, too. */
  RuntimeException refused(Call call) throws InterruptedException {
    headers.remove(key(call));
    Optional<Login> login = login(call);
    return login.isPresent()
        ? trouble.wrongLogin(call, login.get())
        : trouble.noLogin(call, files.searched());
  }

  private static String key(Call call) {
    return call.path() + (call.reads() ? " r" : " rw");
  }

  private static String basic(Login login) {
    String pair = login.user() + ":" + login.secret();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private String token(Call call, Challenge challenge, Optional<Login> login)
      throws InterruptedException {
    String realm =
        challenge
            .parameter("realm")
            .orElseThrow(() -> trouble.unexpected(call, "it wants a token and does not say where"));
    HttpResponse<String> answer;
    try {
      answer = http.send(tokenRequest(call, realm, challenge, login), BodyHandlers.ofString());
    } catch (IOException | IllegalArgumentException e) {
      throw trouble.tokenServer(call, realm, "that does not answer: " + e.getMessage());
    }
    if (answer.statusCode() == 401 || answer.statusCode() == 403) {
      throw login.isPresent()
          ? trouble.wrongLogin(call, login.get())
          : trouble.noLogin(call, files.searched());
    }
    try {
      JsonNode json = MAPPER.readTree(answer.body());
      String token = json.path("token").asText(json.path("access_token").asText());
      if (answer.statusCode() == 200 && !token.isEmpty()) {
        return token;
      }
    } catch (JsonProcessingException e) {
      // Then it gave none.
    }
    throw trouble.tokenServer(call, realm, "got none: status " + answer.statusCode());
  }

  private HttpRequest tokenRequest(
      Call call, String realm, Challenge challenge, Optional<Login> login) {
    String scope =
        challenge
            .parameter("scope")
            .orElse("repository:%s:%s".formatted(call.path(), call.reads() ? "pull" : "pull,push"));
    String query = "scope=" + encode(scope);
    if (challenge.parameter("service").isPresent()) {
      query += "&service=" + encode(challenge.parameter("service").get());
    }
    boolean exchange = login.filter(Login::isIdentityToken).isPresent();
    URI uri = URI.create(exchange ? realm : realm + (realm.contains("?") ? "&" : "?") + query);
    if (!uri.getScheme().equals("https") && !Loopback.is(uri.getAuthority())) {
      throw trouble.tokenServer(call, realm, "a login is not sent there without TLS");
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Call.SHORT);
    if (exchange) {
      String form =
          "grant_type=refresh_token&client_id=drover&refresh_token="
              + encode(login.get().secret())
              + "&"
              + query;
      return request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(form))
          .build();
    }
    login.ifPresent(l -> request.header("Authorization", basic(l)));
    return request.GET().build();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
