package io.drover.seedjobs.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.Configuration;
import io.drover.engine.WorkFailedException;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task.Kind;
import io.drover.seedjobs.Projects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
  private static final Path WHOLE =
      Path.of("src/test/resources/io/drover/seedjobs/golden/whole/project");

  @TempDir private Path folder;

  private static ProjectItems items(Path project, Trigger trigger) {
    return ProjectItems.of(
        Projects.read(project), new SeedSettings(trigger, java.util.Optional.empty()));
  }

  private static Job job(ProjectItems items, String name) {
    return items.jobs().stream().filter(j -> j.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void everyTaskHasAJobAndPublishingIsInThatOfTheBuild() {
    Configuration configuration = Projects.read(WHOLE);
    List<String> scripts = items(WHOLE, Trigger.POLL).jobs().stream().map(Job::script).toList();
    Stream.concat(Plan.of(configuration).tasks().stream(), Plan.requested(configuration).stream())
        .filter(task -> task.kind() != Kind.PUBLISH)
        .forEach(
            task ->
                assertThat(scripts)
                    .contains("@Library('drover') _\ndroverTask('%s')\n".formatted(task.id())));
    assertThat(scripts).allMatch(script -> script.lines().count() == 2);
  }

  @Test
  void onlyRepositoriesOfTheirOwnAreWatchedByBuilds() {
    ProjectItems items = items(WHOLE, Trigger.WEBHOOK);
    assertThat(job(items, "build-catalog").trigger()).hasValue(Trigger.WEBHOOK);
    assertThat(job(items, "build-storefront").trigger()).isEmpty();
    assertThat(job(items, "pipeline").trigger()).hasValue(Trigger.WEBHOOK);
    assertThat(items(WHOLE, Trigger.NONE).jobs()).allMatch(j -> j.trigger().isEmpty());
  }

  @Test
  void whatChangesAnEnvironmentRunsOneAtATimeAndSurvives() {
    for (Job job : items(WHOLE, Trigger.POLL).jobs()) {
      boolean entering = job.name().matches("(deploy|promote|switch|rollback)-.*|pipeline");
      assertThat(job.durability() == Durability.MAX_SURVIVABILITY)
          .as(job.name())
          .isEqualTo(entering);
      assertThat(job.concurrent())
          .as(job.name())
          .isEqualTo(!entering && !job.name().equals("seed"));
    }
  }

  @Test
  void everyJobIsInTheViewsItBelongsTo() {
    ProjectItems items = items(WHOLE, Trigger.POLL);
    for (View view : items.views()) {
      if (view instanceof View.Matching matching) {
        Pattern pattern = Pattern.compile(matching.jobs());
        assertThat(items.jobs()).as(view.name()).anyMatch(j -> pattern.matcher(j.name()).matches());
      }
    }
  }

  @Test
  void onlyWhereServicesHaveColoursThereIsSomethingToSwitch() {
    ProjectItems items = items(WHOLE, Trigger.POLL);
    assertThat(items.jobs())
        .extracting(Job::name)
        .contains("switch-dev", "rollback-dev", "rollback-prd")
        .doesNotContain("switch-prd");
    assertThat(job(items, "switch-dev").parameters())
        .extracting(Parameter::name)
        .containsExactly("colour", "service");
  }

  @Test
  void twoTasksOfOneNameAreAnError() throws IOException {
    Projects.write(folder, 1, "a", "a-b");
    Path file = folder.resolve("environments.yaml");
    String test = "    tests: [{name: %s, repository: {path: t}, commands: [{shell: x}]}]\n";
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replace("  - name: a-b", test.formatted("b-c") + "  - name: a-b")
            + test.formatted("c"));
    assertThatThrownBy(() -> items(folder, Trigger.POLL))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage(
            "test:a/b-c and test:a-b/c would both be the Jenkins job test-a-b-c: give one of them"
                + " another name");
  }
}
