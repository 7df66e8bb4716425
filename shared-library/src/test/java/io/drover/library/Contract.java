package io.drover.library;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/** What the library and the plugin tell each other: its schema and its examples. */
final class Contract {
  static final Path FOLDER = Library.ROOT.resolve("src/test/resources/contract");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

  private Contract() {}

  /** An example as the plugin's step gives it, e.g. {@code task/build}. */
  static LinkedHashMap<String, Object> example(String name) {
    return JSON.convertValue(read(FOLDER.resolve(name + ".json")), new TypeReference<>() {});
  }

  static JsonNode schema() {
    return read(FOLDER.resolve("contract.schema.json"));
  }

  /** What is wrong with a value that should be of that definition. */
  static List<Error> problems(String definition, Object value) {
    ObjectNode schema = (ObjectNode) schema();
    schema.put("$ref", "#/definitions/" + definition);
    return REGISTRY.getSchema(schema).validate(JSON.valueToTree(value));
  }

  /**
   * @return null, as the step that takes the value does
   * @throws AssertionError if it is not of that definition
   */
  static Object check(String definition, Object value) {
    List<Error> problems = problems(definition, value);
    if (!problems.isEmpty()) {
      throw new AssertionError(value + " is no " + definition + ": " + problems);
    }
    return null;
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
