package io.drover.config.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.problem.Problems;
import io.drover.config.problem.Severity;
import io.drover.config.yaml.SchemaWalker;
import io.drover.config.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FieldGuideTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "environments.services.hpa, environments.services.hpa",
    "services.hpa, environments.services.hpa",
    "services[].hpa, environments.services.hpa",
    "hpa, environments.services.hpa",
    "build.components.after, components.after",
    "environments, environments",
    "build.yaml, build.yaml",
    "application.bitesize, application.yaml"
  })
  void aFieldIsFoundByTheEndOfItsPath(String name, String path) {
    assertThat(FieldGuide.find(name)).extracting(FieldEntry::dotted).containsExactly(path);
  }

  @Test
  void aNameOfSeveralFieldsFindsAllOfThem() {
    assertThat(FieldGuide.find("env"))
        .extracting(FieldEntry::dotted)
        .containsExactly(
            "components.env",
            "applications.env",
            "environments.services.env",
            "environments.services.init_containers.env",
            "environments.tests.env");
  }

  @Test
  void theNearestNameIsSuggestedForOneThatIsNotThere() {
    assertThat(FieldGuide.find("services.replica")).isEmpty();
    assertThat(FieldGuide.nearest("services.replica")).contains("services.replicas");
    assertThat(FieldGuide.nearest("helth_check")).contains("health_check");
    assertThat(FieldGuide.nearest("xyzzy")).isEmpty();
  }

  @Test
  void anExampleBeginsAtTheRoot() {
    assertThat(FieldGuide.find("hpa").get(0).example())
        .isEqualTo(
            """
            project: shop
            environments:
              - name: dev
                services:
                  - name: catalog
                    hpa:
                      min_replicas: 2
                      max_replicas: 5
                      metric:
                        name: cpu
                        target_average_utilization: 80
            """);
  }

  @ParameterizedTest
  @EnumSource
  void everyExampleIsRight(FileKind file) throws IOException {
    for (FieldEntry field : FieldGuide.fields(file)) {
      if (!field.isOld()) {
        assertThat(errors(field)).as(field.example()).isEmpty();
      }
    }
    assertThat(errors(FieldGuide.find(file.preferredName()).get(0))).isEmpty();
  }

  private List<?> errors(FieldEntry field) throws IOException {
    Path yaml = Files.writeString(folder.resolve("example.yaml"), field.example());
    Problems problems = new Problems("example.yaml");
    YamlFile.read(yaml, problems)
        .ifPresent(root -> SchemaWalker.walk(root, Schemas.of(field.file()), problems));
    return problems.sorted().stream().filter(p -> p.severity() == Severity.ERROR).toList();
  }
}
