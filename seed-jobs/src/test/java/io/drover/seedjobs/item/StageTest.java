package io.drover.seedjobs.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.Configuration;
import io.drover.engine.plan.Plan;
import io.drover.engine.plan.Task;
import io.drover.engine.plan.Task.Kind;
import io.drover.seedjobs.Projects;
import io.drover.seedjobs.item.Stage.Started;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StageTest {
  private static final Configuration WHOLE =
      Projects.read(Path.of("src/test/resources/io/drover/seedjobs/golden/whole/project"));

  @Test
  void everyTaskButPublishingIsInExactlyOneStageAfterAllThatItNeeds() {
    Set<String> before = new HashSet<>();
    for (Stage stage : Stage.of(WHOLE, Optional.empty())) {
      assertThat(stage.jobs()).isNotEmpty();
      stage.jobs().forEach(job -> assertThat(before).as(job.task()).containsAll(job.needs()));
      stage.jobs().forEach(job -> assertThat(before.add(job.task())).as(job.task()).isTrue());
    }
    assertThat(before)
        .containsExactlyInAnyOrderElementsOf(
            Plan.of(WHOLE).tasks().stream()
                .filter(task -> task.kind() != Kind.PUBLISH)
                .map(Task::id)
                .toList());
  }

  @Test
  void whatNeedsPublishedPackagesWaitsForTheBuildThatPublishesThem() {
    Set<String> needs =
        Stage.of(WHOLE, Optional.empty()).stream()
            .flatMap(stage -> stage.jobs().stream())
            .flatMap(job -> job.needs().stream())
            .collect(Collectors.toSet());
    assertThat(needs).anyMatch(id -> id.startsWith("build:"));
    assertThat(needs).noneMatch(id -> id.startsWith("publish:"));
  }

  @Test
  void stagesHaveNamesOfTheirOwnAndJobsThatAreThere() {
    List<Stage> stages = Stage.of(WHOLE, Optional.empty());
    assertThat(stages).extracting(Stage::name).doesNotHaveDuplicates();
    Set<String> jobs =
        ProjectItems.of(WHOLE, SeedSettings.DEFAULT).jobs().stream()
            .map(Job::name)
            .collect(Collectors.toSet());
    assertThat(stages).flatExtracting(Stage::jobs).extracting(Started::job).isSubsetOf(jobs);
  }

  @Test
  void anEnvironmentMayBeTheLast() {
    String first = WHOLE.environments().get(0).name();
    List<Stage> stages = Stage.of(WHOLE, Optional.of(first));
    assertThat(stages.size()).isLessThan(Stage.of(WHOLE, Optional.empty()).size());
    assertThat(stages.get(stages.size() - 1).jobs())
        .extracting(Started::task)
        .containsExactly("promote:" + first);
    assertThatThrownBy(() -> Stage.of(WHOLE, Optional.of("nowhere")))
        .hasMessageContaining("nowhere");
  }
}
