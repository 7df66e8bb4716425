package io.drover.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.library.FakeJenkins.AgentLost;
import io.drover.library.FakeJenkins.Failed;
import io.drover.library.FakeJenkins.Interrupted;
import io.drover.library.FakeJenkins.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskRunTest {
  private static final String BUILD = "droverTask('build:catalog')";
  private static final String PROMOTE = "droverTask('promote:staging')";

  @OnEveryController
  void aBuildTakesOnePodAndThreeScripts(Kind kind) {
    FakeJenkins jenkins = task(kind, "build").run(BUILD);

    Golden.check("build", jenkins);
  }

  @OnEveryController
  void aTaskIsAskedForOnceMoreWhenItsAgentHasBeenMade(Kind kind) {
    Iterator<String> specs = List.of("agent", "build").iterator();
    FakeJenkins jenkins =
        new FakeJenkins(kind)
            .when("droverTaskSpec", call -> Contract.example("task/" + specs.next()))
            .run(BUILD);

    Golden.check("build-agent-made", jenkins);
  }

  @OnEveryController
  void afterAFailedScriptResultsAreKeptAndNothingIsTriedAgain(Kind kind) {
    FakeJenkins jenkins = task(kind, "build").when("sh", failing("sh /drover/run.sh")).run(BUILD);

    Golden.check("build-failed", jenkins);
    assertThat(jenkins.thrown()).get().isInstanceOf(Failed.class);
  }

  @OnEveryController
  void failedTestsMakeTheTaskFailThoughTheScriptDidNot(Kind kind) {
    FakeJenkins jenkins = task(kind, "build");
    jenkins.when(
        "junit",
        call -> {
          jenkins.colour("UNSTABLE");
          return new PipelineGlobals.TestSummary(2);
        });
    jenkins.run(BUILD);

    Golden.check("build-tests-failed", jenkins);
  }

  @OnEveryController
  void aLostAgentIsReplacedOnce(Kind kind) {
    List<StepCall> scripts = new ArrayList<>();
    FakeJenkins jenkins =
        task(kind, "build")
            .when("sh", call -> lost(scripts.add(call) && scripts.size() == 2))
            .when("archiveArtifacts", call -> lost(scripts.size() == 2))
            .run(BUILD);

    Golden.check("build-agent-lost", jenkins);
  }

  @OnEveryController
  void anAgentLostTwiceFailsTheTask(Kind kind) {
    FakeJenkins jenkins = task(kind, "build").when("sh", call -> lost(true)).run(BUILD);

    Golden.check("build-agent-lost-twice", jenkins);
    assertThat(jenkins.thrown()).get().isInstanceOf(AgentLost.class);
  }

  @OnEveryController
  void whatMustNotBeDoneTwiceIsNotTriedAgain(Kind kind) {
    FakeJenkins jenkins =
        task(kind, "rollback")
            .when("sh", call -> lost(true))
            .run("droverTask('rollback:production')");

    Golden.check("rollback-agent-lost", jenkins);
    assertThat(jenkins.thrown()).get().isInstanceOf(AgentLost.class);
  }

  @OnEveryController
  void aBuildThatAPersonEndsKeepsItsResultsAndIsNotTriedAgain(Kind kind) {
    FakeJenkins jenkins = task(kind, "build").when("sh", call -> FakeJenkins.WAITS).run(BUILD);
    assertThat(jenkins.ended()).isFalse();
    jenkins.interrupt();

    Golden.check("build-interrupted", jenkins);
    assertThat(jenkins.thrown()).get().isInstanceOf(Interrupted.class);
  }

  @OnEveryController
  void whatFailedFirstIsThrownWhateverCannotBeKept(Kind kind) {
    FakeJenkins jenkins =
        task(kind, "build")
            .when("sh", failing("sh /drover/run.sh"))
            .when("junit", call -> lost(true))
            .when("publishHTML", call -> lost(true))
            .when("archiveArtifacts", call -> lost(true))
            .when("fileExists", call -> lost(true))
            .when("droverReport", call -> lost(true))
            .run(BUILD);

    Golden.check("build-nothing-kept", jenkins);
    assertThat(jenkins.thrown()).get().isInstanceOf(Failed.class);
  }

  @OnEveryController
  void aTaskThatCannotKeepItsArtifactsFails(Kind kind) {
    FakeJenkins jenkins =
        task(kind, "build")
            .when(
                "archiveArtifacts",
                call -> {
                  throw new Failed("no space left on device");
                })
            .run(BUILD);

    Golden.check("build-artifacts-lost", jenkins);
  }

  @OnEveryController
  void aPersonApprovesBeforeAnAgentIsTaken(Kind kind) {
    FakeJenkins jenkins = task(kind, "promote").run(PROMOTE);
    Golden.check("promote-waiting", jenkins);

    jenkins.restart().answer("input", "ann");
    Golden.check("promote", jenkins);
  }

  @OnEveryController
  void withoutApprovalNothingIsPromoted(Kind kind) {
    FakeJenkins jenkins = task(kind, "promote").run(PROMOTE).interrupt();

    Golden.check("promote-refused", jenkins);
    assertThat(jenkins.result()).isEqualTo("ABORTED");
  }

  @OnEveryController
  void anEngineBuildsTheImageOnAnAgentThatHasOne(Kind kind) {
    FakeJenkins jenkins = task(kind, "image-docker").run("droverTask('image:catalog')");

    Golden.check("image-docker", jenkins);
  }

  @OnEveryController
  void aTaskWithoutStepsTakesNoAgent(Kind kind) {
    FakeJenkins jenkins =
        new FakeJenkins(kind)
            .when("droverTaskSpec", call -> copy(Map.of("id", "promote:dev")))
            .run("droverTask('promote:dev', [release: '7'])");

    Golden.check("no-steps", jenkins);
  }

  @OnEveryController
  void anUnknownTaskFailsWithWhatThePluginSays(Kind kind) {
    FakeJenkins jenkins =
        new FakeJenkins(kind)
            .when(
                "droverTaskSpec",
                call -> {
                  throw new Failed("there is no task build:katalog");
                })
            .run("droverTask('build:katalog')");

    Golden.check("unknown-task", jenkins);
  }

  @OnEveryController
  void namesAreDataWhateverStandsInThem(Kind kind) {
    String odd = "a'b\"c$d${e}\\f`g`\nh\tü漢 ' + evil() + '";
    LinkedHashMap<String, Object> spec = Contract.example("task/image-docker");
    spec.put("description", odd);
    spec.put("links", List.of(copy(Map.of("name", odd, "url", odd))));
    spec.put("label", odd);
    spec.put("artifacts", new ArrayList<>(List.of(odd)));
    List<Object> steps = new ArrayList<>();
    steps.add(copy(Map.of("name", odd, "script", odd)));
    steps.add(
        copy(
            Map.of(
                "name",
                odd,
                "build",
                copy(
                    Map.of(
                        "image", "a/b:1", "dockerfile", odd, "context", odd, "registry", odd)))));
    spec.put("steps", steps);
    FakeJenkins jenkins =
        new FakeJenkins(kind).when("droverTaskSpec", call -> spec).run("droverTask('image:odd')");

    Golden.check("odd-names", jenkins);
  }

  @OnEveryController
  void aBuildGoesOnInTheNextControllerFromWhereItStood(Kind kind) {
    FakeJenkins jenkins = task(kind, "build").when("sh", call -> FakeJenkins.WAITS).run(BUILD);
    for (int i = 0; i < 3; i++) {
      jenkins.restart().answer("sh", null);
    }

    Golden.check("build", jenkins);
    assertThat(jenkins.restarts()).isGreaterThanOrEqualTo(3);
  }

  @OnEveryController
  void aTeamCallsTasksFromItsOwnPipeline(Kind kind) {
    FakeJenkins jenkins =
        new FakeJenkins(kind)
            .when("droverTaskSpec", call -> copy(Map.of("id", call.get("task"))))
            .run(
                """
                stage('Shop') {
                  parallel(
                    catalog: { droverTask('build:catalog', [project: 'shop', branch: 'fix']) },
                    docs: { droverTask('build:docs') })
                }
                node { sh './tell-the-others' }
                """);

    Golden.check("own-pipeline", jenkins);
  }

  @Test
  void credentialsAreThereForNoStepButTheirOwn() {
    FakeJenkins jenkins = task(Kind.TRUSTING, "build");
    Map<String, List<String>> bound = new LinkedHashMap<>();
    jenkins.when(
        "sh",
        call -> {
          bound.put((String) call.get("label"), jenkins.within("withCredentials"));
          return null;
        });
    jenkins.run(BUILD);

    assertThat(bound.get("Prepare")).singleElement().asString().contains("GIT_KEY");
    assertThat(bound.get("Build")).isEmpty();
    assertThat(bound.get("Finish")).singleElement().asString().contains("APTLY_PASSWORD");
  }

  @Test
  void secretsAreInNoArgumentOfAStep() {
    for (String spec : List.of("build", "image-docker")) {
      FakeJenkins jenkins = task(Kind.TRUSTING, spec).run("droverTask('any')");
      assertThat(jenkins.recorded()).contains("withCredentials").doesNotContain("s3cret");
    }
  }

  private static FakeJenkins task(Kind kind, String spec) {
    return new FakeJenkins(kind).when("droverTaskSpec", call -> Contract.example("task/" + spec));
  }

  private static FakeJenkins.Step failing(String script) {
    return call -> {
      if (call.get("script").equals(script)) {
        throw new Failed("script returned exit code 1");
      }
      return null;
    };
  }

  private static Object lost(boolean lost) throws AgentLost {
    if (lost) {
      throw new AgentLost();
    }
    return null;
  }

  private static LinkedHashMap<String, Object> copy(Map<String, Object> map) {
    return new LinkedHashMap<>(new java.util.TreeMap<>(map));
  }
}
