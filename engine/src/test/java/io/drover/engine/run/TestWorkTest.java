package io.drover.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.reader.ConfigurationReader;
import io.drover.engine.agent.ProcessAgent;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.Reach;
import io.drover.engine.deploy.Target;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.release.Release;
import io.drover.engine.release.ReleaseFiles;
import io.drover.engine.release.ReleaseFixtures;
import io.drover.engine.release.Releases;
import io.drover.engine.release.TestOutcome;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.secret.Masking;
import io.drover.engine.secret.SecretFiles;
import io.drover.engine.verify.ShellTests;
import io.drover.engine.version.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests as processes of this machine, of services that are only said to be there. */
@Timeout(60)
class TestWorkTest {
  private static final Release RELEASE = ReleaseFixtures.release('a');

  @TempDir private Path folder;
  @TempDir private Path temp;
  private StateFolder state;
  private Releases releases;
  private Environment environment;

  @BeforeEach
  void places() {
    state = new StateFolder(temp.resolve("state"));
    releases = new Releases(new ReleaseFiles(state.releases()), "jane", change -> {});
  }

  private record Services(Map<String, String> urls) implements Reach {
    @Override
    public Optional<Network> network() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  /** Services that another one looks after. */
  private static final class Elsewhere implements Target {
    @Override
    public Reach reach(String environment, Reach.From from) {
      return new Services(Map.of("web-shop", "http://127.0.0.1:1"));
    }

    @Override
    public void prepare(String environment, Consumer<String> log) {}

    @Override
    public DeployResult deploy(Desired desired, Consumer<String> log) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void goLive(String environment, Consumer<String> log) {}

    @Override
    public void remove(String environment, boolean purge, Consumer<String> log) {}
  }

  private TaskResult test(String tests, String name) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("build.yaml"), "project: shop\ncomponents: []\n");
    Files.writeString(
        folder.resolve("application.yaml"),
        "project: shop\napplications: [{name: web, runtime: debian}]\n");
    Files.writeString(
        folder.resolve("environments.yaml"),
        "project: shop\nenvironments:\n- name: dev\n  services: [{name: web}]\n  tests:\n"
            + tests.indent(4));
    Configuration read = ConfigurationReader.read(folder).configuration().orElseThrow();
    environment = read.environment("dev").orElseThrow();
    EnvironmentTest test =
        environment.tests().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    Masking masking = new Masking();
    SecretFiles secrets = new SecretFiles(state.secrets(), masking);
    ProcessAgent agent = new ProcessAgent(state.processes(), false);
    TestWork work =
        new TestWork(
            "shop",
            Reach.From.MACHINE,
            Sources.open(folder, state.mirrors(), secrets),
            new Workspaces(
                state,
                agent,
                RunSettings.AgentKind.PROCESS,
                RunSettings.Target.PODMAN,
                new Reports(temp.resolve("reports"), masking),
                masking),
            new Elsewhere(),
            new Secrets(secrets),
            new Results(),
            new TestRecorder(releases, masking, true),
            Map.of(EnvironmentTest.Type.SHELL, new ShellTests(agent)));
    try (TaskLog log = TaskLog.open(temp.resolve("log"), masking, line -> {})) {
      return work.run(environment, test, RELEASE, log).masked(masking);
    }
  }

  private TestOutcome outcome(String name) {
    return releases.of("dev").tests().of(name, RELEASE.id()).orElseThrow();
  }

  @Test
  void aTestIsToldWhereItIsAndItsCasesAreRecordedWithTheRelease() throws Exception {
    TaskResult result =
        test(
            """
            - name: smoke
              commands:
                - 'test "$DROVER_ENVIRONMENT $WEB_SHOP_URL $DROVER_PROJECT" = "dev http://127.0.0.1:1 shop"'
                - test "$DROVER_RELEASE" = %s
                - echo '<testsuite><testcase name="a"/><testcase name="b"><skipped/></testcase></testsuite>' > r.xml
              reports: [{junit: r.xml}]
            """
                .formatted(RELEASE.id()),
            "smoke");

    assertThat(result.reason()).isEqualTo("1 test passed, 1 skipped");
    assertThat(outcome("smoke").result()).isEqualTo(TestOutcome.Result.PASSED);
    assertThat(outcome("smoke").by()).isEqualTo("jane");
    assertThat(outcome("smoke").cases())
        .isEqualTo(Map.of("passed", 1, "failed", 0, "skipped", 1, "flaky", 0));
    assertThat(releases.of("dev").tested()).contains(RELEASE.id());
  }

  @Test
  void aFailureIsRecordedWithoutSecretsAndOnlyAllTestsTogetherCount() throws Exception {
    Files.createDirectories(state.secrets().resolve("dev/web"));
    Files.writeString(state.secrets().resolve("dev/web/token"), "hunter2-hunter2");
    String tests =
        """
        - {name: smoke, commands: ["true"]}
        - name: pay
          env: [{secret: TOKEN, value: web/token}]
          commands: ["exit 3 # hunter2-hunter2"]
        """;
    assertThat(test(tests, "smoke").status()).isEqualTo(TaskResult.Status.SUCCEEDED);
    assertThat(releases.of("dev").tested()).isEmpty();

    assertThat(test(tests, "pay").status()).isEqualTo(TaskResult.Status.FAILED);

    assertThat(outcome("pay").result()).isEqualTo(TestOutcome.Result.FAILED);
    assertThat(outcome("pay").reason().orElseThrow())
        .contains("status 3")
        .doesNotContain("hunter2");
    assertThat(new TestRecorder(releases, new Masking(), true).open(environment, RELEASE))
        .singleElement()
        .asString()
        .startsWith("pay failed on ");
  }

  @Test
  void aTestThatPassesOnlyWhenItIsRunAgainIsFlakyIfTheFileAsksForThat() throws Exception {
    Path counter = temp.resolve("counter");
    String line = "echo x >> %s; test $(wc -l < %s) -ge 3".formatted(counter, counter);

    assertThat(test("- {name: smoke, commands: ['%s']}".formatted(line), "smoke").status())
        .isEqualTo(TaskResult.Status.FAILED);
    assertThat(counter).content().hasLineCount(1);
    Files.delete(counter);

    TaskResult flaky =
        test("- {name: smoke, retries: 4, commands: ['%s']}".formatted(line), "smoke");

    assertThat(flaky.status()).isEqualTo(TaskResult.Status.SUCCEEDED);
    assertThat(flaky.reason())
        .startsWith("flaky: it passed only in attempt 3 of 5; the first: line 1 of 1 ended with");
    assertThat(counter).content().hasLineCount(3);
    assertThat(outcome("smoke").result()).isEqualTo(TestOutcome.Result.FLAKY);
    assertThat(releases.of("dev").tested()).contains(RELEASE.id());
    Files.delete(counter);

    assertThat(
            test("- {name: smoke, retries: 1, commands: ['%s']}".formatted(line), "smoke").status())
        .isEqualTo(TaskResult.Status.FAILED);
    assertThat(releases.of("dev").tested()).isEmpty();
  }

  @Test
  void aTestWhoseSourcesAreGoneHasFailed() throws Exception {
    TaskResult result =
        test(
            "- {name: smoke, repository: '%s', commands: ['true']}"
                .formatted(temp.resolve("nothing")),
            "smoke");
    assertThat(result.status()).isEqualTo(TaskResult.Status.FAILED);
    assertThat(outcome("smoke").passed()).isFalse();
  }
}
