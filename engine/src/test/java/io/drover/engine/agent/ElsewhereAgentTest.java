package io.drover.engine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Resources;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ElsewhereAgentTest {
  private static final String ODD = "a'b\"c$d${e}\\f`g` %s\n\tü漢";

  @TempDir Path temp;

  private AgentJob job(String... lines) {
    AgentJob job =
        new AgentJob(
            "build-web",
            new AgentSpec("debian:12", List.of(), Resources.NONE, Duration.ofMinutes(1)),
            temp.resolve("work/build-web"),
            Map.of("ODD", ODD),
            List.of(lines),
            List.of(),
            Placement.ANYWHERE,
            Optional.empty(),
            line -> {});
    Trees.make(job.workspace());
    return job;
  }

  private AgentJob write(Map<String, String> secrets, String... lines) {
    AgentJob job = job(lines);
    ElsewhereAgent.write(
        job, secrets, temp.resolve("report.json"), reason -> "{\"why\": \"" + reason + "\"}\n");
    return job;
  }

  private Command.Result runScript(AgentJob job) throws InterruptedException {
    return Command.of("sh", job.control().resolve(ElsewhereAgent.SCRIPT).toString())
        .in(Path.of("/"))
        .withCleanEnvironment()
        .with("PATH", "/usr/bin:/bin")
        .run();
  }

  @Test
  void linesRunInTheWorkspaceWithTheirVariables() throws Exception {
    AgentJob job =
        write(Map.of(), "printf %s \"$ODD\" > odd", "test -w \"$HOME\" -a -w \"$TMPDIR\"");

    assertThat(runScript(job).status()).isZero();
    new ElsewhereAgent().run(job);
    assertThat(job.workspace().resolve("odd")).hasContent(ODD);
    assertThat(temp.resolve("report.json")).doesNotExist();
  }

  @Test
  void aLineThatFailsIsNamedByScriptReportAndAgent() throws Exception {
    AgentJob job = write(Map.of(), "true", "echo 'it''s' 100% > out; exit 7", "touch never");

    Command.Result result = runScript(job);

    String message = "line 2 of 3 ended with status 7: echo 'it''s' 100% > out; exit 7";
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.error()).contains("drover: " + message);
    assertThat(temp.resolve("report.json")).hasContent("{\"why\": \"" + message + "\"}");
    assertThatThrownBy(() -> new ElsewhereAgent().run(job))
        .isInstanceOf(LineFailedException.class)
        .hasMessage(message);
  }

  @Test
  void aSecretThatIsNotThereIsAskedForBeforeAnyLine() throws Exception {
    AgentJob job = write(Map.of("TOKEN", "the secret registry/token"), "touch begun");

    assertThat(runScript(job).error())
        .contains("TOKEN is not set; it is the secret registry/token");
    assertThat(job.workspace().resolve("begun")).doesNotExist();
  }

  @Test
  void linesThatDidNotRunToTheirEndAreNoSuccess() throws Exception {
    AgentJob job = write(Map.of(), "true");
    assertThat(runScript(job).status()).isZero();
    write(Map.of(), "kill -9 $PPID");
    runScript(job);

    assertThatThrownBy(() -> new ElsewhereAgent().run(job)).isInstanceOf(WorkFailedException.class);
  }

  @Test
  void aVariableThatNoShellCanSetIsRefused() {
    AgentJob job = job("true");
    assertThatThrownBy(
            () ->
                ElsewhereAgent.write(
                    job, Map.of("a-b", "x"), temp.resolve("report.json"), reason -> reason))
        .hasMessageContaining("a-b");
  }
}
