package io.drover.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentVariable;
import io.drover.config.model.Report;
import io.drover.config.model.Resources;
import io.drover.engine.WorkFailedException;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.agent.ProcessAgent;
import io.drover.engine.run.RunSettings.AgentKind;
import io.drover.engine.run.RunSettings.Target;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.Masking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkspacesTest {
  private static final List<EnvironmentVariable> VARIABLES =
      List.of(
          new EnvironmentVariable.FromSecret("TOKEN", "web", "token"),
          new EnvironmentVariable.Literal("COLOUR", "blue"));

  private static final String RESULTS =
      "<testsuite><testcase name='rounds'><failure message='$TOKEN &amp; 3'/></testcase></testsuite>";

  @TempDir Path temp;
  private final Masking masking = new Masking();
  private StateFolder state;
  private List<Report> reports = List.of();

  @BeforeEach
  void hideTheToken() {
    state = new StateFolder(temp.resolve("state"));
    masking.hide("hunter2");
  }

  private TaskResult run(String name, Workspaces.Work keep, String... lines)
      throws InterruptedException {
    Workspaces workspaces =
        new Workspaces(
            state,
            new ProcessAgent(state.processes(), false),
            AgentKind.PROCESS,
            Target.NONE,
            new Reports(temp.resolve("reports"), masking),
            masking);
    AgentSpec spec = new AgentSpec("debian:12", List.of(), Resources.NONE, Duration.ofMinutes(1));
    AgentJob job =
        new AgentJob(
            "build-" + name,
            spec,
            workspaces.folder("build-" + name),
            Map.of("TOKEN", "hunter2", "COLOUR", "blue"),
            List.of(lines),
            List.of(),
            EnvironmentTest.Placement.ANYWHERE,
            Optional.empty(),
            line -> {});
    return workspaces.build(
        "build:" + name,
        job,
        VARIABLES,
        reports,
        workspace -> write(workspace.resolve("source"), "text"),
        keep);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aFailedJobKeepsItsWorkspaceAndItsLineUntilItSucceeds() throws Exception {
    TaskResult failed = run("web", workspace -> {}, "true", "cat source > made; false");

    assertThat(failed.status()).isEqualTo(TaskResult.Status.FAILED);
    assertThat(Path.of(failed.outputs().get(TaskResult.WORKSPACE)).resolve("made"))
        .hasContent("text");
    KeptWorkspace kept = KeptWorkspace.of("build:web", state);
    assertThat(kept.line()).isEqualTo("cat source > made; false");
    assertThat(kept.variables()).isEqualTo(Map.of("COLOUR", "blue"));

    TaskResult done =
        run("web", workspace -> assertThat(workspace.resolve("source")).exists(), "true");

    assertThat(done.status()).isEqualTo(TaskResult.Status.SUCCEEDED);
    assertThat(state.work("build-web")).doesNotExist();
    assertThatThrownBy(() -> KeptWorkspace.of("build:web", state))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("no workspace of build:web is kept");
  }

  @Test
  void aJobWhoseTestsFailedFailsThoughItsLinesDidNot() throws Exception {
    reports = List.of(new Report.JUnit("*.xml"), new Report.Html("site"));
    TaskResult result =
        run(
            "web",
            workspace -> {
              throw new AssertionError("nothing is kept of it");
            },
            "echo \"%s\" > $TOKEN.xml; mkdir -p site/a; echo $TOKEN > site/a/index.html"
                .formatted(RESULTS));

    assertThat(result.status()).isEqualTo(TaskResult.Status.FAILED);
    assertThat(result.reason())
        .startsWith("tests failed, though every line ended with 0")
        .contains("0 tests passed, 1 failed", "first failure: rounds", "  | **** & 3")
        .contains("HTML report: " + temp.resolve("reports/build-web/site/a/index.html"));
    assertThat(result.tests().orElseThrow().failures().get(0).message()).isEqualTo("**** & 3");
    assertThat(temp.resolve("reports/build-web/****.xml")).content().doesNotContain("hunter2");
    assertThat(temp.resolve("reports/build-web/site/a/index.html")).hasContent("****");
  }

  @Test
  void aReportThatIsNotThereIsToldOf() throws Exception {
    reports = List.of(new Report.JUnit("none/*.xml"));

    assertThat(run("web", workspace -> {}, "true").reason()).isEqualTo("no report fits none/*.xml");
  }

  @Test
  void onlyTheNewestWorkspacesAreKept() throws Exception {
    for (int i = 1; i <= KeptWorkspace.MOST + 2; i++) {
      run("c" + i, workspace -> {}, "false");
      Files.setLastModifiedTime(
          state.work("build-c" + i).resolve("failed.json"),
          java.nio.file.attribute.FileTime.fromMillis(1_000_000L * i));
    }

    assertThat(KeptWorkspace.all(state).stream().map(KeptWorkspace::task))
        .containsExactly("build:c3", "build:c4", "build:c5", "build:c6", "build:c7");
  }
}
