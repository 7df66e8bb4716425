package io.drover.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.library.FakeJenkins.Failed;
import io.drover.library.FakeJenkins.Kind;
import io.drover.library.FakeJenkins.Step;
import io.drover.library.PipelineGlobals.JobBuild;

class PipelineRunTest {
  private static final String SCRIPT = "droverPipeline('shop')";

  @OnEveryController
  void theJobsOfAStageRunAtTheSameTimeAndStagesInTurn(Kind kind) {
    FakeJenkins jenkins = plan(kind).when("build", call -> FakeJenkins.WAITS).run(SCRIPT);
    Golden.check("pipeline-first-stage", jenkins);

    for (int i = 0; i < 5; i++) {
      jenkins.restart().answer("build", new JobBuild("SUCCESS"));
    }
    Golden.check("pipeline", jenkins);
  }

  @OnEveryController
  void whatNeedsAFailedTaskIsNotStartedAndTheRestIs(Kind kind) {
    FakeJenkins jenkins = plan(kind).when("build", ending("FAILURE")).run(SCRIPT);

    Golden.check("pipeline-failed", jenkins);
    assertThat(jenkins.result()).isEqualTo("FAILURE");
  }

  @OnEveryController
  void aTaskWithFailedTestsStopsWhatNeedsIt(Kind kind) {
    FakeJenkins jenkins = plan(kind).when("build", ending("UNSTABLE")).run(SCRIPT);

    Golden.check("pipeline-unstable", jenkins);
    assertThat(jenkins.result()).isEqualTo("UNSTABLE");
  }

  @OnEveryController
  void aTaskThatAPersonEndedStopsWhatNeedsIt(Kind kind) {
    FakeJenkins jenkins = plan(kind).when("build", ending("ABORTED")).run(SCRIPT);

    assertThat(jenkins.result()).isEqualTo("ABORTED");
    assertThat(jenkins.recorded()).doesNotContain("/shop/image-catalog");
  }

  @OnEveryController
  void aJobThatIsNotThereStopsOnlyWhatNeedsIt(Kind kind) {
    Step missing =
        call -> {
          if (call.get("job").equals("/shop/build-base")) {
            throw new Failed("No item named /shop/build-base found");
          }
          return new JobBuild("SUCCESS");
        };
    FakeJenkins jenkins = plan(kind).when("build", missing).run(SCRIPT);

    Golden.check("pipeline-job-missing", jenkins);
  }

  @OnEveryController
  void aPipelineThatAPersonEndsStartsNothingMore(Kind kind) {
    FakeJenkins jenkins =
        plan(kind).when("build", call -> FakeJenkins.WAITS).run(SCRIPT).interrupt();

    Golden.check("pipeline-interrupted", jenkins);
    assertThat(jenkins.result()).isEqualTo("ABORTED");
  }

  private static FakeJenkins plan(Kind kind) {
    return new FakeJenkins(kind).when("droverPlan", call -> Contract.example("plan/shop"));
  }

  private static Step ending(String result) {
    return call -> new JobBuild(call.get("job").equals("/shop/build-base") ? result : "SUCCESS");
  }
}
