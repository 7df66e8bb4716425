package io.drover.aptly.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Path and query of a call, below the address of the API. */
record Url(String path, List<String> query) {

  /** The path made of these segments, each of which may hold any character. */
  static Url of(String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append('/').append(encode(segment));
    }
    return new Url(path.toString(), List.of());
  }

  /** The same with one more parameter. */
  Url with(String name, String value) {
    List<String> more = new ArrayList<>(query);
    more.add(encode(name) + "=" + encode(value));
    return new Url(path, List.copyOf(more));
  }

  /** The same with parameters: 1 for true, nothing for false. */
  Url with(Map<String, Object> parameters) {
    Url url = this;
    for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
      Object value = parameter.getValue();
      if (!Boolean.FALSE.equals(value)) {
        url = url.with(parameter.getKey(), Boolean.TRUE.equals(value) ? "1" : value.toString());
      }
    }
    return url;
  }

  /** How aptly writes a prefix or, since 1.6, a distribution as one segment. */
  static String escape(String text) {
    return text.replace("_", "__").replace("/", "_");
  }

  @Override
  public String toString() {
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
