package io.jenkins.plugins.drover.step;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the shared library and the plugin tell each other, as the library's tests have it. */
final class Contract {
  private static final Path SCHEMA =
      Path.of("../shared-library/src/test/resources/contract/contract.schema.json");

  private Contract() {}

  /** What is wrong with a value that should be of that definition. */
  static List<Error> problems(String definition, String json) throws IOException {
    ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(Files.readString(SCHEMA));
    schema.put("$ref", "#/definitions/" + definition);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(schema)
        .validate(json, InputFormat.JSON);
  }
}
