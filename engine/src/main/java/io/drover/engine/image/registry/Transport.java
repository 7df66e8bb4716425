package io.drover.engine.image.registry;

import io.drover.engine.WorkFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Sends requests to one registry: with a login where it asks for one, following it elsewhere. */
final class Transport {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final int ERROR_BYTES = 16_384;

  /** As much as registries take of a manifest. */
  private static final int LONGEST_TEXT = 4 * 1024 * 1024;

  private static final int REDIRECTIONS = 5;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

  private final HttpClient http;
  private final URI root;
  private final RegistryTrouble trouble;
  private final Authorization authorization;

  Transport(String address, RegistryAccess access) {
    Certificates certificates = Certificates.of(access, address);
    boolean plain = Loopback.is(address) && certificates.isEmpty();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT);
    if (!plain) {
      builder.sslContext(certificates.context());
    }
    this.http = builder.build();
    this.root = URI.create((plain ? "http://" : "https://") + host(address) + "/v2/");
    this.trouble = new RegistryTrouble(address);
    this.authorization = new Authorization(address, http, new AuthFiles(access), trouble);
  }

  /** Docker Hub's registry has another name than its images. */
  private static String host(String address) {
    return address.equals("docker.io") ? "registry-1.docker.io" : address;
  }

  /** The address of something in the registry, relative to its root. */
  URI uri(String path) {
    return root.resolve(path);
  }

  RegistryTrouble trouble() {
    return trouble;
  }

  /**
   * Sends a request.
   *
   * @param expected the statuses that the caller knows what to do with
   * @return an answer with one of them; its body is to be closed
   * @throws TransientFailure if it may be better in a moment
   */
  HttpResponse<InputStream> send(Call call, Set<Integer> expected)
      throws TransientFailure, InterruptedException {
    try {
      HttpResponse<InputStream> answer = withLogin(call);
      for (int i = 0; i < REDIRECTIONS && isMoved(call, answer); i++) {
        answer.body().close();
        answer = follow(call, answer);
      }
      if (expected.contains(answer.statusCode())) {
        return answer;
      }
      throw failure(call, answer);
    } catch (SSLException e) {
      throw trouble.lost(call, e);
    } catch (IOException e) {
      throw new TransientFailure(trouble.lost(call, e), Optional.empty());
    }
  }

  /** As {@link #send}, where the status and the headers say it all. */
  HttpResponse<InputStream> sendOnly(Call call, Set<Integer> expected)
      throws TransientFailure, InterruptedException {
    HttpResponse<InputStream> answer = send(call, expected);
    try (InputStream in = answer.body()) {
      in.skip(LONGEST_TEXT);
    } catch (IOException e) {
      // The status said it all.
    }
    return answer;
  }

  /** An answer with all that it says. */
  record Text(int status, HttpHeaders headers, String body) {}

  /** As {@link #send}, with the whole body, of 4 MiB at most. */
  Text sendForText(Call call, Set<Integer> expected) throws TransientFailure, InterruptedException {
    HttpResponse<InputStream> answer = send(call, expected);
    try (InputStream in = answer.body()) {
      byte[] bytes = in.readNBytes(LONGEST_TEXT + 1);
      if (bytes.length > LONGEST_TEXT) {
        throw trouble.unexpected(call, "its answer is too long");
      }
      return new Text(
          answer.statusCode(), answer.headers(), new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new TransientFailure(trouble.lost(call, e), Optional.empty());
    }
  }

  /** Where an answer says that it goes on; a registry behind a proxy may not know of the TLS. */
  URI location(Call call, HttpResponse<?> answer) {
    String text =
        answer
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> trouble.unexpected(call, "it does not say where to go on"));
    try {
      URI uri = answer.request().uri().resolve(text);
      boolean lostTls = uri.getScheme().equals("http") && root.getScheme().equals("https");
      return lostTls && uri.getAuthority().equals(root.getAuthority())
          ? URI.create(text.replaceFirst("^http:", "https:"))
          : uri;
    } catch (IllegalArgumentException e) {
      throw trouble.unexpected(call, "it names no usable place to go on");
    }
  }

  private HttpResponse<InputStream> withLogin(Call call) throws IOException, InterruptedException {
    Optional<String> known = authorization.known(call);
    HttpResponse<InputStream> answer = exchange(call, known);
    if (answer.statusCode() != 401 || !isOwn(call.uri())) {
      return answer;
    }
    answer.body().close();
    String fresh = authorization.renew(call, known, answer.headers().allValues("WWW-Authenticate"));
    answer = exchange(call, Optional.of(fresh));
    if (answer.statusCode() == 401) {
      answer.body().close();
      throw authorization.refused(call);
    }
    return answer;
  }

  private boolean isMoved(Call call, HttpResponse<InputStream> answer) {
    return call.reads() && MOVED.contains(answer.statusCode());
  }

  /** A login is for the registry alone: storage elsewhere would even refuse it. */
  private HttpResponse<InputStream> follow(Call call, HttpResponse<InputStream> answer)
      throws IOException, InterruptedException {
    URI target = location(call, answer);
    if (!target.getScheme().equals("https") && root.getScheme().equals("https")) {
      throw trouble.unexpected(call, "it leads to a place without TLS");
    }
    return isOwn(target) ? withLogin(call.to(target)) : exchange(call.to(target), Optional.empty());
  }

  private boolean isOwn(URI uri) {
    return uri.getAuthority().equals(root.getAuthority())
        && uri.getScheme().equals(root.getScheme());
  }

  private HttpResponse<InputStream> exchange(Call call, Optional<String> header)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .timeout(call.timeout())
            .method(call.method(), call.body().get());
    call.headers().forEach(request::header);
    if (isOwn(call.uri())) {
      header.ifPresent(value -> request.header("Authorization", value));
    }
    return http.send(request.build(), BodyHandlers.ofInputStream());
  }

  private RuntimeException failure(Call call, HttpResponse<InputStream> answer)
      throws IOException, TransientFailure, InterruptedException {
    String body;
    try (InputStream in = answer.body()) {
      body = new String(in.readNBytes(ERROR_BYTES), StandardCharsets.UTF_8);
    }
    WorkFailedException failure =
        trouble.answered(call, answer.statusCode(), body, authorization.login(call));
    if (TRANSIENT.contains(answer.statusCode())) {
      throw new TransientFailure(failure, retryAfter(answer));
    }
    return failure;
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }
}
