package io.drover.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {
  static List<String> tasks() {
    return List.of("task/build", "task/image-docker", "task/promote");
  }

  static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Contract.FOLDER, 2)) {
      return files
          .filter(f -> !f.getParent().equals(Contract.FOLDER) && f.toString().endsWith(".json"))
          .map(f -> Contract.FOLDER.relativize(f).toString().replace(".json", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleFitsTheSchema(String example) {
    String definition = example.substring(0, example.indexOf('/'));
    assertThat(Contract.problems(definition, Contract.example(example))).isEmpty();
  }

  @Test
  void theLibraryReadsEveryFieldOfATaskAndNoOther() {
    assertThat(fields("TaskSpec")).containsExactlyInAnyOrderElementsOf(properties("task"));
  }

  @Test
  void theLibraryReadsEveryFieldOfAStepAndNoOther() {
    List<String> inTheLibrary = new ArrayList<>(fields("TaskStep"));
    inTheLibrary.replaceAll(field -> field.equals("bindings") ? "credentials" : field);
    assertThat(inTheLibrary).containsExactlyInAnyOrderElementsOf(properties("step"));
  }

  @Test
  void theGuideNamesEveryField() throws IOException {
    String guide = Files.readString(Library.ROOT.resolveSibling("docs/shared-library.md"));
    List<String> fields = new ArrayList<>();
    for (JsonNode object : Contract.schema().findValues("properties")) {
      object.fieldNames().forEachRemaining(fields::add);
    }
    assertThat(fields)
        .hasSizeGreaterThan(40)
        .allSatisfy(field -> assertThat(guide).containsPattern("[`{ ]" + field + "[`,}]"));
  }

  @ParameterizedTest
  @CsvSource({
    "steps without a place, podYaml,",
    "a pod and a label at once, label, docker",
    "a field that nobody knows, pod, x",
    "a time that is no time, timeoutSeconds, 0"
  })
  void theSchemaRefuses(String what, String field, String value) {
    Map<String, Object> task = new LinkedHashMap<>(Contract.example("task/build"));
    task.remove(field);
    if (value != null) {
      task.put(field, value.matches("\\d+") ? (Object) Integer.valueOf(value) : value);
    }
    assertThat(Contract.problems("task", task)).as(what).isNotEmpty();
  }

  private static List<String> fields(String type) {
    return Arrays.stream(Library.compiled(false).type("io.drover." + type).getDeclaredFields())
        .filter(f -> !Modifier.isStatic(f.getModifiers()) && !f.isSynthetic())
        .map(f -> f.getName())
        .filter(name -> !name.equals("metaClass"))
        .toList();
  }

  private static List<String> properties(String definition) {
    JsonNode properties = Contract.schema().at("/definitions/" + definition + "/properties");
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
