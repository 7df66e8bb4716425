package io.drover.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.reader.ConfigurationReader;
import io.drover.config.reader.ReadResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  private static final String BUILD =
      """
      project: p
      components:
        - name: app
          after: [lib]
          build: [{shell: make}]
          artifacts: [{location: "*.deb"}]
        - name: lib
          build: [{shell: make}]
          artifacts: [{location: "*.deb"}]
      """;
  private static final String APPLICATION =
      """
      project: p
      applications:
        - name: web
          runtime: debian:12
          dependencies: [{name: app, type: debian-package, origin: {build: app}}]
        - name: late
          runtime: debian:12
          command: sleep 1000
      """;
  private static final String ENVIRONMENTS =
      """
      project: p
      environments:
        - name: dev
          next_environment: prd
          services: [{name: web}]
          tests:
            - {name: smoke, commands: [{shell: "true"}]}
            - {name: deep, commands: [{shell: "true"}]}
        - name: prd
          services: [{name: web}, {name: late}]
      """;

  @TempDir Path folder;

  @Test
  void tasksFollowWhatTheyNeedAndAnEnvironmentFollowsTheOneBefore() throws IOException {
    Plan plan = plan();

    assertThat(plan.tasks())
        .extracting(t -> t.id() + " " + t.needs())
        .containsExactly(
            "build:lib []",
            "publish:lib [build:lib]",
            "build:app [publish:lib]",
            "publish:app [build:app]",
            "image:web [publish:app]",
            "image:late []",
            "deploy:dev [image:web]",
            "test:dev/smoke [deploy:dev]",
            "test:dev/deep [deploy:dev]",
            "promote:dev [test:dev/smoke, test:dev/deep]",
            "deploy:prd [promote:dev, image:web, image:late]",
            "promote:prd [deploy:prd]");
    Set<String> seen = new HashSet<>();
    plan.tasks()
        .forEach(
            task -> {
              assertThat(seen).containsAll(task.needs());
              seen.add(task.id());
            });
  }

  @Test
  void aPlanUpToAnEnvironmentLeavesOutWhatOnlyLaterOnesNeed() throws IOException {
    assertThat(plan().upTo("dev").tasks())
        .extracting(Task::id)
        .contains("promote:dev", "image:web")
        .doesNotContain("image:late", "deploy:prd");
    assertThatThrownBy(() -> plan().upTo("nowhere")).hasMessageContaining("nowhere");
  }

  @Test
  void aPlanWithoutEnvironmentsEndsWithTheImages() throws IOException {
    assertThat(plan().withoutEnvironments().tasks())
        .extracting(t -> t.kind().word())
        .containsOnly("build", "publish", "image");
  }

  @Test
  void withoutItsTestsAnEnvironmentIsStillDeployedBeforeItIsPromoted() throws IOException {
    assertThat(plan().withoutTests().tasks())
        .extracting(t -> t.id() + " " + t.needs())
        .contains("promote:dev [deploy:dev]", "promote:prd [deploy:prd]")
        .noneMatch(task -> task.startsWith("test:"));
  }

  @Test
  void testsAloneNeedNothing() throws IOException {
    assertThat(plan().tests("dev", Set.of("deep")).tasks())
        .extracting(t -> t.id() + t.needs())
        .containsExactly("test:dev/deep[]");
    assertThat(plan().tests("dev", Set.of()).tasks()).hasSize(2);
  }

  @Test
  void theJsonFormIsStable() throws IOException {
    String json = PlanRenderer.json(plan());

    assertThat(json).isEqualTo(PlanRenderer.json(plan()));
    assertThat(json.replaceAll("\\s+", ""))
        .startsWith(
            "{\"project\":\"p\",\"tasks\":[{\"id\":\"build:lib\",\"kind\":\"build\",\"subject\":\"lib\",\"needs\":[]}")
        .contains(
            "{\"id\":\"test:dev/deep\",\"kind\":\"test\",\"subject\":\"dev\",\"test\":\"deep\",\"needs\":[\"deploy:dev\"]}");
  }

  private Plan plan() throws IOException {
    Files.writeString(folder.resolve("build.yaml"), BUILD);
    Files.writeString(folder.resolve("application.yaml"), APPLICATION);
    Files.writeString(folder.resolve("environments.yaml"), ENVIRONMENTS);
    ReadResult result = ConfigurationReader.read(folder);
    assertThat(result.problems()).filteredOn(p -> result.hasErrors()).isEqualTo(List.of());
    return Plan.of(result.configuration().orElseThrow());
  }
}
