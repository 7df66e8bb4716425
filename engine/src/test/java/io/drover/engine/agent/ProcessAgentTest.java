package io.drover.engine.agent;

import static io.drover.engine.image.Dependencies.debian;
import static io.drover.engine.image.Dependencies.fromRepository;
import static io.drover.engine.image.Dependencies.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Dependency;
import io.drover.config.model.DependencyType;
import io.drover.config.model.Resources;
import io.drover.engine.WorkFailedException;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessAgentTest {
  @TempDir Path folder;
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private Duration timeout = Duration.ofMinutes(1);
  private List<Dependency> dependencies = List.of();

  @BeforeEach
  void makeWorkspace() throws IOException {
    Files.createDirectories(folder.resolve("job/workspace"));
  }

  @Test
  void linesRunInOrderInTheWorkspaceEachInAShellOfItsOwn()
      throws InterruptedException, IOException {
    run("echo one > file; cd /; X=1", "echo \"$PWD ${X-unset} $NAME\" >> file; echo 'it''s'");

    assertThat(folder.resolve("job/workspace/file"))
        .hasContent("one\n%s unset value".formatted(folder.resolve("job/workspace").toRealPath()));
    assertThat(log)
        .contains("+ echo one > file; cd /; X=1", "its")
        .anySatisfy(line -> assertThat(line).startsWith("+ echo \"$PWD"));
  }

  @Test
  void theFirstLineThatFailsEndsTheJobAndIsNamed() {
    assertThatThrownBy(() -> run("true", "echo hello\nfalse; echo on", "touch never"))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("line 2 of 3 ended with status 1: echo hello");
    assertThat(folder.resolve("job/workspace/never")).doesNotExist();
    assertThat(log).contains("hello").doesNotContain("on");
  }

  @Test
  void whatTakesLongerThanItsLimitIsEnded() {
    timeout = Duration.ofSeconds(1);

    assertThatThrownBy(() -> run("sleep 100"))
        .hasMessage("line 1 of 1 was ended after 1 s, its time limit: sleep 100");
  }

  @Test
  void whatAJobLeavesInTheBackgroundIsEnded() throws InterruptedException, IOException {
    run("sleep 1234 > /dev/null 2>&1 & echo $! > pid");

    String pid = Files.readString(folder.resolve("job/workspace/pid")).strip();
    assertThat(Command.of("ps", "-o", "stat=", "-p", pid).run().output()).doesNotContain("S");
  }

  @Test
  void whatAKilledDroverLeftRunningIsEndedByTheNext() throws Exception {
    Process left = new ProcessBuilder("setsid", "sleep", "1234").start();
    Files.createDirectories(folder.resolve("processes"));
    long started = left.info().startInstant().orElseThrow().toEpochMilli();
    Files.writeString(folder.resolve("processes/build-x"), left.pid() + " " + started);

    ProcessAgent.endLeftovers(folder.resolve("processes"));

    assertThat(left.waitFor()).isNotZero();
    assertThat(folder.resolve("processes/build-x")).doesNotExist();
  }

  @Test
  void aProcessThatOnlyHasTheSameNumberIsLeftAlone() throws Exception {
    Process other = new ProcessBuilder("setsid", "sleep", "1234").start();
    Files.createDirectories(folder.resolve("processes"));
    Files.writeString(folder.resolve("processes/build-x"), other.pid() + " 12345");

    ProcessAgent.endLeftovers(folder.resolve("processes"));

    assertThat(other.isAlive()).isTrue();
    other.destroyForcibly();
  }

  @Test
  void missingDependenciesAreAllNamedWithWhatToDo() {
    dependencies = List.of(debian("no-such-package-1"), debian("no-such-package-2"));

    assertThatThrownBy(() -> run("true"))
        .hasMessageContaining("apt-get install no-such-package-1 no-such-package-2")
        .hasMessageContaining("--install");
  }

  @Test
  void whatIsThereNeedsNothing() throws InterruptedException {
    dependencies = List.of(debian("dpkg"), of(DependencyType.DEBIAN_PACKAGE, "base-files", "1"));

    run("true");

    assertThat(log).contains("+ true");
  }

  @Test
  void anotherVersionIsMissing() {
    dependencies = List.of(of(DependencyType.DEBIAN_PACKAGE, "dpkg", "0.7"));

    assertThatThrownBy(() -> run("true"))
        .hasMessageContaining("this machine lacks dpkg=0.7*. Install: apt-get install 'dpkg=0.7*'");
  }

  @Test
  void packagesOfEveryKindAreNamedWithHowToGetThem() {
    dependencies =
        List.of(
            of(DependencyType.NPM_PACKAGE, "@no/such"),
            of(DependencyType.GEM_PACKAGE, "no-such-gem", "1.2"),
            of(DependencyType.PIP_PACKAGE, "no-such-wheel[extra]", "1.2"),
            of(DependencyType.APK_PACKAGE, "no-such-apk"),
            fromRepository("no-such-deb", "ppa:team/tools", null),
            debian("no-such-package"));

    assertThatThrownBy(() -> run("true"))
        .hasMessage(
            "this machine lacks @no/such, no-such-gem:~> 1.2.0, no-such-wheel[extra]==1.2.*,"
                + " no-such-apk, no-such-deb, no-such-package. Install: apt-get install no-such-package;"
                + " no-such-deb from ppa:team/tools;"
                + " python3 -m pip install 'no-such-wheel[extra]==1.2.*';"
                + " gem install 'no-such-gem:~> 1.2.0'; npm install --global @no/such;"
                + " apk add no-such-apk;"
                + " or build in containers (--agent podman), into which Drover installs all kinds;"
                + " into the machine it does not");
  }

  private void run(String... lines) throws InterruptedException {
    AgentSpec spec = new AgentSpec("debian:12", dependencies, Resources.NONE, timeout);
    new ProcessAgent(folder.resolve("processes"), false)
        .run(
            new AgentJob(
                "job",
                spec,
                folder.resolve("job"),
                Map.of("NAME", "value"),
                List.of(lines),
                Optional.empty(),
                log::add));
  }
}
