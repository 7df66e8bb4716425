package io.drover.cli.init;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import java.nio.file.Path;
import java.util.Optional;

/** A {@code package.json}; fields that are missing or of another type read as empty. */
record PackageJson(JsonNode json) {
  /**
   * Reads a file.
   *
   * @throws WorkFailedException if it is no JSON object
   */
  static PackageJson read(Path file) {
    try {
      JsonNode json = new ObjectMapper().readTree(ProjectText.read(file));
      if (json.isObject()) {
        return new PackageJson(json);
      }
      throw new WorkFailedException("%s is no JSON object. Mend it first".formatted(file));
    } catch (JsonProcessingException e) {
      throw new WorkFailedException(
          "%s is no JSON (line %d: %s). Mend it first"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    }
  }

  /** Whether other packages have to be installed. */
  boolean hasDependencies() {
    return !json.path("dependencies").isEmpty() || !json.path("devDependencies").isEmpty();
  }

  /** The shell line of a script; not the placeholder that {@code npm init} writes for tests. */
  Optional<String> script(String name) {
    return Optional.of(json.path("scripts").path(name).asText())
        .filter(line -> !line.isBlank() && !line.contains("no test specified"));
  }

  /** The file that starts the program. */
  Optional<String> main() {
    return script("start")
        .flatMap(line -> ProjectText.find(line, "^node\\s+(\\S+\\.[cm]?js)$"))
        .or(() -> Optional.of(json.path("main").asText()).filter(main -> !main.isBlank()));
  }
}
