package io.drover.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file that {@code --report} names.
 *
 * @param tasks the tasks by id, in the order of the plan
 */
record RunReportFile(Map<String, Task> tasks) {
  /** That of a command that writes none. */
  static final RunReportFile NONE = new RunReportFile(Map.of());

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One task of the report. */
  record Task(String status, boolean reused, Map<String, String> outputs, String reason) {}

  static RunReportFile read(Path file) {
    Map<String, Task> tasks = new LinkedHashMap<>();
    if (Files.exists(file)) {
      try {
        JSON.readTree(file.toFile())
            .path("tasks")
            .forEach(node -> tasks.put(node.path("id").asText(), task(node)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new RunReportFile(tasks);
  }

  Task task(String id) {
    return Optional.ofNullable(tasks.get(id))
        .orElseThrow(() -> new AssertionError("no task " + id + " in " + tasks.keySet()));
  }

  /** The tasks that ended so, for example {@code succeeded}. */
  List<String> with(String status) {
    return tasks.keySet().stream().filter(id -> tasks.get(id).status().equals(status)).toList();
  }

  private static Task task(JsonNode node) {
    Map<String, String> outputs = new LinkedHashMap<>();
    node.path("outputs").properties().forEach(o -> outputs.put(o.getKey(), o.getValue().asText()));
    return new Task(
        node.path("status").asText(),
        node.path("reused").asBoolean(),
        outputs,
        node.path("reason").asText());
  }
}
