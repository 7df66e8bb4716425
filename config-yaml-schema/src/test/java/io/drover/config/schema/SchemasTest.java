package io.drover.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.drover.config.problem.Problem;
import io.drover.config.problem.Problems;
import io.drover.config.yaml.SchemaWalker;
import io.drover.config.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;

class SchemasTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

  private static final Pattern NEEDLESS_ESCAPE =
      Pattern.compile("(?<!\\\\)(\\\\\\\\)*\\\\[^\\^$.*+?()\\[\\]{}|/dDsSwWbBxu\\\\-]");

  /** What our walker takes for the sake of old files and people, and JSON Schema cannot say. */
  private static final Set<String> LENIENT = Set.of("empty-value");

  /** Found before the schema is asked, or only while objects are read. */
  private static final Set<String> NOT_OF_THE_SCHEMA = Set.of("duplicate-key", "bad-merge");

  @ParameterizedTest
  @EnumSource
  void isValidDraft07(FileKind kind) throws IOException {
    Schema metaSchema =
        REGISTRY.getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"));
    assertThat(metaSchema.validate(JSON.readTree(Schemas.json(kind)))).isEmpty();
  }

  /** ajv compiles expressions in Unicode mode, where a needless backslash is an error. */
  @ParameterizedTest
  @EnumSource
  void expressionsAreThoseOfJavaScriptToo(FileKind kind) throws IOException {
    List<String> expressions = JSON.readTree(Schemas.json(kind)).findValuesAsText("pattern");
    assertThat(expressions)
        .isNotEmpty()
        .noneMatch(expression -> NEEDLESS_ESCAPE.matcher(expression).find());
  }

  @ParameterizedTest
  @EnumSource
  void describesEveryField(FileKind kind) {
    List<String> undescribed = new ArrayList<>();
    undescribed(kind.baseName(), Schemas.of(kind), undescribed);
    assertThat(undescribed).isEmpty();
  }

  private static void undescribed(String path, SchemaNode node, List<String> found) {
    if (node.description().isBlank()) {
      found.add(path);
    }
    if (node.aliasOf().isPresent()) {
      return;
    }
    node.list().ifPresent(items -> undescribed(path + "[]", items, found));
    node.object()
        .ifPresent(
            rules -> rules.properties().forEach((k, v) -> undescribed(path + "." + k, v, found)));
  }

  @Test
  void definitionsOfOneNameAreTheSameInAllFiles() throws IOException {
    Map<String, JsonNode> known = new HashMap<>();
    for (FileKind kind : FileKind.values()) {
      JsonNode definitions = JSON.readTree(Schemas.json(kind)).get("definitions");
      definitions
          .properties()
          .forEach(
              definition ->
                  assertThat(definition.getValue())
                      .as(definition.getKey())
                      .isEqualTo(
                          known.merge(
                              definition.getKey(), definition.getValue(), (first, x) -> first)));
    }
  }

  /** An independent opinion: a general validator finds errors in exactly the same files. */
  @Test
  void aGeneralValidatorAgreesOnEveryCase() throws IOException {
    int compared = 0;
    try (Stream<Path> folders = Files.list(Path.of("src/test/resources/cases"))) {
      for (Path folder : folders.sorted().toList()) {
        for (FileKind kind : FileKind.values()) {
          for (String name : kind.names()) {
            compared += compare(kind, folder.resolve(name)) ? 1 : 0;
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(100);
  }

  private static boolean compare(FileKind kind, Path file) throws IOException {
    Problems problems = new Problems(file.toString());
    Optional<Node> root =
        Files.isRegularFile(file) ? YamlFile.read(file, problems) : Optional.empty();
    if (root.isEmpty()) {
      return false;
    }
    SchemaWalker.walk(root.get(), Schemas.of(kind), problems);
    List<String> codes = problems.sorted().stream().map(Problem::code).toList();
    if (codes.stream().anyMatch(c -> LENIENT.contains(c) || NOT_OF_THE_SCHEMA.contains(c))) {
      return false;
    }
    Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    Schema schema = REGISTRY.getSchema(JSON.readTree(Schemas.json(kind)));
    List<com.networknt.schema.Error> errors = schema.validate(JSON.valueToTree(loaded));
    assertThat(errors.isEmpty())
        .as("%s%nours: %s%ntheirs: %s", file, problems.sorted(), errors)
        .isEqualTo(!problems.hasErrors());
    return true;
  }
}
