package io.drover.library;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;

/** The contract's examples, as the plugin's steps give them. */
final class Specs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Specs() {}

  static LinkedHashMap<String, Object> read(String name) {
    try (InputStream in = Specs.class.getResourceAsStream("/specs/" + name + ".json")) {
      return JSON.readValue(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
