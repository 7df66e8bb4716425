package io.drover.engine.image.registry;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * One request to a registry.
 *
 * @param doing what it is for, as the rest of "could not "
 * @param method HTTP method
 * @param uri where
 * @param path the repository that it is about
 * @param headers headers
 * @param body gives the body, once for each try
 * @param timeout until the answer begins
 */
record Call(
    String doing,
    String method,
    URI uri,
    String path,
    Map<String, String> headers,
    Supplier<BodyPublisher> body,
    Duration timeout) {

  static final Duration SHORT = Duration.ofSeconds(30);

  static Call of(String doing, String method, URI uri, String path) {
    return new Call(doing, method, uri, path, Map.of(), BodyPublishers::noBody, SHORT);
  }

  Call with(String name, String value) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put(name, value);
    return new Call(doing, method, uri, path, all, body, timeout);
  }

  Call sending(Supplier<BodyPublisher> content, Duration time) {
    return new Call(doing, method, uri, path, headers, content, time);
  }

  Call to(URI other) {
    return new Call(doing, method, other, path, headers, body, timeout);
  }

  /** Whether it only reads. */
  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }
}
