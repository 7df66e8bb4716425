package io.drover.aptly.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.drover.aptly.client.Options.Fields;
import io.drover.aptly.client.Transport.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Calls of one server: JSON in and out, what the server can do, and how work is waited for. */
final class Calls {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Transport transport;
  private final AtomicReference<Version> version;
  private final Optional<Consumer<Task>> progress;

  Calls(Transport transport) {
    this(transport, new AtomicReference<>(), Optional.empty());
  }

  private Calls(
      Transport transport, AtomicReference<Version> version, Optional<Consumer<Task>> progress) {
    this.transport = transport;
    this.version = version;
    this.progress = progress;
  }

  Calls within(Duration timeout) {
    return new Calls(transport.within(timeout), version, progress);
  }

  Calls asTasks(Consumer<Task> listener) {
    return new Calls(transport, version, Optional.of(listener));
  }

  Transport transport() {
    return transport;
  }

  JsonNode get(Url url, String doing) {
    return transport.json(transport.get(url.toString(), doing), doing);
  }

  <T> T get(Url url, Class<T> type, String doing) {
    return as(get(url, doing), type, doing);
  }

  <T> List<T> list(Url url, Class<T> type, String doing) {
    return listOf(get(url, doing), type, doing);
  }

  /** Does something that is over at once and never a task. */
  JsonNode send(String method, Url url, Object body, String doing) {
    return transport.json(answer(method, url.toString(), body, doing), doing);
  }

  /** Without a body. */
  JsonNode send(String method, Url url, String doing) {
    return send(method, url, (Object) null, doing);
  }

  JsonNode send(String method, Url url, Options<?> body, String doing) {
    require(body);
    return send(method, url, body.fields().values(), doing);
  }

  /** Without a body. */
  JsonNode work(String method, Url url, String doing) {
    return work(method, url, (Object) null, doing);
  }

  JsonNode work(String method, Url url, Options<?> body, String doing) {
    return work(method, url, body.fields(), doing);
  }

  JsonNode work(String method, Url url, Fields body, String doing) {
    require(body);
    return work(method, url, body.values(), doing);
  }

  /**
   * Does something that aptly can do as a task, and waits until it is done. A server with {@code
   * AsyncAPI} set would answer before, so it is always told how.
   */
  JsonNode work(String method, Url url, Object body, String doing) {
    String path = url.with("_async", progress.isPresent() ? "1" : "0").toString();
    Answer answer = answer(method, path, body, doing);
    JsonNode json = transport.json(answer, doing);
    if (answer.status() != 202 || progress.isEmpty()) {
      return json;
    }
    return new Tasks(this).result(as(json, Task.class, doing), progress.get(), doing);
  }

  private Answer answer(String method, String path, Object body, String doing) {
    return body == null
        ? transport.send(method, path, doing)
        : transport.send(method, path, JSON.valueToTree(body), doing);
  }

  /** Whether the server can do it, by its version. */
  boolean supports(Feature feature) {
    Version known = version.get();
    return feature.isIn(known == null ? freshVersion() : known);
  }

  /**
   * Makes sure that the server can do it.
   *
   * @throws UnsupportedException when it cannot
   */
  void require(Feature feature) {
    // it may have been upgraded since it was asked last
    if (!supports(feature) && !feature.isIn(freshVersion())) {
      throw feature.lackedBy(transport.server(), version.get());
    }
  }

  Version freshVersion() {
    String doing = "tell its version";
    JsonNode json = get(Url.of("version"), doing);
    Version fresh = Version.parse(json.path("Version").asText());
    version.set(fresh);
    return fresh;
  }

  <T> T as(JsonNode json, Class<T> type, String doing) {
    try {
      T value = JSON.treeToValue(json, type);
      if (value != null) {
        return value;
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw unexpected(json, doing, e);
    }
    throw unexpected(json, doing, null);
  }

  <T> List<T> listOf(JsonNode json, Class<T> type, String doing) {
    List<T> list = new ArrayList<>();
    for (JsonNode element : json) {
      list.add(as(element, type, doing));
    }
    return List.copyOf(list);
  }

  List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(node -> strings.add(node.asText()));
    return List.copyOf(strings);
  }

  /** As {@link #require(Feature)}, for all that these options need. */
  void require(Options<?> options) {
    require(options.fields());
  }

  private void require(Fields fields) {
    fields.needed().forEach(this::require);
  }

  private AptlyException unexpected(JsonNode json, String doing, Exception cause) {
    return new AptlyException(
        transport.server()
            + " answered with something unexpected when asked to "
            + doing
            + ": '"
            + Refusal.shorten(json.toString())
            + "'. Is it an aptly newer than this client knows?",
        cause);
  }
}
