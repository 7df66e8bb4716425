package io.drover.engine.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** JSON texts that tools take as arguments. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static String array(List<String> words) {
    try {
      return MAPPER.writeValueAsString(words);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
