package io.drover.engine.deploy.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.YamlDumpSettingsBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/**
 * Requests as JSON trees, which are several times faster to read than typed objects. Those that
 * change nothing when they are sent twice are sent again while the API server is away.
 */
final class Requests {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Turns fabric8's types into trees and back. */
  static final KubernetesSerialization TYPES =
      new KubernetesSerialization(
          new ObjectMapper(), false, new YamlDumpSettingsBuilder().setMinimizeQuotes(true).build());

  /** How long a request is tried: long enough for a restart of the API server. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  /** An internal error may be a webhook's, which does not get better by asking for a minute. */
  private static final int TRIES_AT_INTERNAL_ERROR = 4;

  private final KubernetesClient client;
  private final HttpClient http;
  private final Outage outage;
  private final Runnable guard;
  private final Duration patience;
  private final Duration answer;

  private Requests(
      KubernetesClient client,
      HttpClient http,
      Outage outage,
      Runnable guard,
      Duration patience,
      Duration answer) {
    this.client = client;
    this.http = http;
    this.outage = outage;
    this.guard = guard;
    this.patience = patience;
    this.answer = answer;
  }

  static Requests of(KubernetesClient client, Outage outage) {
    // fabric8 would repeat silently, and what must not be repeated as well.
    HttpClient http =
        client
            .getHttpClient()
            .newBuilder()
            .tag(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build())
            .build();
    return new Requests(client, http, outage, () -> {}, PATIENCE, ANSWER);
  }

  /** The same with something to be asked before each try of a write. */
  Requests guarded(Runnable guard) {
    return new Requests(client, http, outage, guard, patience, answer);
  }

  /** The same, but each request is tried once, and has this long. */
  Requests once(Duration answer) {
    return new Requests(client, http, outage, guard, Duration.ZERO, answer);
  }

  /** What stands at a path. */
  ObjectNode get(String path) throws InterruptedException {
    return object(send(request(path, "application/json"), true, false));
  }

  /** What stands at a path; empty if there is nothing. */
  Optional<ObjectNode> find(String path) throws InterruptedException {
    try {
      return Optional.of(get(path));
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A list, of which the answer has only the metadata of each object. */
  ObjectNode listMetadata(String path) throws InterruptedException {
    String accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    return object(send(request(path, accept), true, false));
  }

  /** Server-side apply. */
  ObjectNode apply(String path, JsonNode body) throws InterruptedException {
    return object(
        send(
            request(path, "application/json")
                .method("PATCH", "application/apply-patch+yaml", body.toString()),
            true,
            true));
  }

  ObjectNode create(String path, JsonNode body) throws InterruptedException {
    return object(
        send(
            request(path, "application/json").method("POST", "application/json", body.toString()),
            false,
            true));
  }

  ObjectNode replace(String path, JsonNode body) throws InterruptedException {
    return object(
        send(
            request(path, "application/json").method("PUT", "application/json", body.toString()),
            false,
            true));
  }

  /** Deletes what has this uid; what is gone already is fine. */
  void delete(String path, String uid) throws InterruptedException {
    ObjectNode options = JSON.createObjectNode();
    options.put("apiVersion", "v1").put("kind", "DeleteOptions");
    options.put("propagationPolicy", "Background");
    options.putObject("preconditions").put("uid", uid);
    try {
      send(
          request(path, "application/json")
              .method("DELETE", "application/json", options.toString()),
          true,
          true);
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw e;
      }
    }
  }

  private HttpRequest.Builder request(String path, String accept) {
    return http.newHttpRequestBuilder()
        .uri(URI.create(client.getMasterUrl().toString().replaceAll("/+$", "") + path))
        .timeout(answer.toMillis(), TimeUnit.MILLISECONDS)
        .header("Accept", accept)
        // Lists become thirty times smaller, and there is much less for the JVM to decrypt.
        .header("Accept-Encoding", "gzip");
  }

  private byte[] send(HttpRequest.Builder builder, boolean repeatable, boolean write)
      throws InterruptedException {
    HttpRequest request = builder.build();
    long end = System.nanoTime() + patience.toNanos();
    for (int tries = 1; ; tries++) {
      if (write) {
        guard.run();
      }
      Try result = sendOnce(request);
      if (result.trouble().isEmpty()) {
        outage.over();
        return result.body();
      }
      Duration pause = result.retryAfter().orElse(pause(tries));
      boolean again = repeatable && worthRepeating(result.code(), tries) || result.code() == 429;
      if (!again || System.nanoTime() + pause.toNanos() > end) {
        throw result.trouble().get();
      }
      if (tries > 1) {
        outage.waiting(ClusterErrors.reason(result.trouble().get()), patience.toSeconds());
      }
      Thread.sleep(pause.toMillis());
    }
  }

  /** The code is 0 where the connection broke, and -1 where it can never come to be. */
  private static boolean worthRepeating(int code, int tries) {
    return code == 0 || code > 500 || code == 500 && tries < TRIES_AT_INTERNAL_ERROR;
  }

  private static Duration pause(int tries) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 5));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private record Try(
      int code,
      byte[] body,
      Optional<KubernetesClientException> trouble,
      Optional<Duration> retryAfter) {

    static Try failed(int code, Throwable cause) {
      KubernetesClientException e =
          new KubernetesClientException("the API server cannot be reached", cause);
      return new Try(code, new byte[0], Optional.of(e), Optional.empty());
    }
  }

  private Try sendOnce(HttpRequest request) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> future = http.sendAsync(request, byte[].class);
    try {
      // The request's own time-out ends with the headers; this one counts the body, too.
      HttpResponse<byte[]> response = future.get(2 * answer.toMillis(), TimeUnit.MILLISECONDS);
      return response.isSuccessful()
          ? new Try(response.code(), unpacked(response), Optional.empty(), Optional.empty())
          : refused(response);
    } catch (IOException e) {
      return Try.failed(0, e);
    } catch (TimeoutException e) {
      future.cancel(true);
      return Try.failed(0, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      boolean passing = cause instanceof IOException && !Connection.neverGetsBetter(cause);
      return Try.failed(passing || cause instanceof TimeoutException ? 0 : -1, cause);
    } catch (InterruptedException e) {
      future.cancel(true);
      throw e;
    }
  }

  private static byte[] unpacked(HttpResponse<byte[]> response) throws IOException {
    if (!"gzip".equalsIgnoreCase(response.header("Content-Encoding"))) {
      return response.body();
    }
    try (var packed = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      return packed.readAllBytes();
    }
  }

  private Try refused(HttpResponse<byte[]> response) throws IOException {
    Status status = status(response);
    String message = status.getMessage() == null ? response.message() : status.getMessage();
    String after = response.header("Retry-After");
    return new Try(
        response.code(),
        new byte[0],
        Optional.of(new KubernetesClientException(message, response.code(), status)),
        Optional.ofNullable(after)
            .filter(seconds -> seconds.matches("\\d{1,3}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))));
  }

  private Status status(HttpResponse<byte[]> response) throws IOException {
    Status status = new Status();
    status.setCode(response.code());
    String body = new String(unpacked(response), StandardCharsets.UTF_8);
    if (!body.stripLeading().startsWith("{")) {
      // A proxy's page, or the plain words of an API server that is just starting.
      status.setMessage(body.lines().findFirst().filter(l -> !l.startsWith("<")).orElse(""));
      return status;
    }
    try {
      return TYPES.unmarshal(body, Status.class);
    } catch (RuntimeException e) {
      return status;
    }
  }

  private static ObjectNode object(byte[] body) {
    try {
      if (JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new KubernetesClientException("the API server's answer is no JSON", e);
    } catch (IOException e) {
      throw new KubernetesClientException("the API server's answer cannot be read", e);
    }
    throw new KubernetesClientException("the API server's answer is no object");
  }
}
