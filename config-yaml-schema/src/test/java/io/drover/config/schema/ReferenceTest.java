package io.drover.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The documents in {@code docs/reference} are made here, and must be what they were made of. */
class ReferenceTest {
  private static final Path DOCS = Path.of("../docs/reference");
  private static final String REGENERATE =
      "mvn -q -pl config-yaml-schema test -Dtest=ReferenceTest -Ddocs.update=true";

  @Test
  void theReferenceIsWhatTheSchemasSay() throws IOException {
    Map<String, String> documents = new LinkedHashMap<>();
    for (FileKind file : FileKind.values()) {
      documents.put(file.baseName() + ".md", Reference.of(file));
    }
    documents.put("problems.md", Reference.problems());
    for (Map.Entry<String, String> document : documents.entrySet()) {
      Path file = DOCS.resolve(document.getKey());
      if (Boolean.getBoolean("docs.update")) {
        Files.createDirectories(DOCS);
        Files.writeString(file, document.getValue());
      }
      String committed = Files.exists(file) ? Files.readString(file) : "";
      assertThat(committed.equals(document.getValue()))
          .as(
              "docs/reference/%s is not what it is made of; at the root run: %s",
              document.getKey(), REGENERATE)
          .isTrue();
    }
  }

  /** Other tools have files called application.yaml, so only the old endings are ours alone. */
  @Test
  void theCatalogueNamesEachFile() throws IOException {
    JsonNode catalogue = new ObjectMapper().readTree(DOCS.resolve("schemastore.json").toFile());
    assertThat(catalogue).hasSize(FileKind.OF_PROJECT.size());
    for (FileKind file : FileKind.OF_PROJECT) {
      JsonNode entry = catalogue.get(file.ordinal());
      assertThat(entry.get("fileMatch").get(0).asText()).isEqualTo(file.baseName() + ".bitesize");
      assertThat(entry.get("url").asText()).endsWith("/drover-" + file.baseName() + ".json");
    }
  }
}
