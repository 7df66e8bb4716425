package io.drover.engine.agent;

import static io.drover.engine.image.Dependencies.debian;
import static io.drover.engine.image.Dependencies.fromRepository;
import static io.drover.engine.image.Dependencies.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Dependency;
import io.drover.config.model.DependencyType;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Resources;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessAgentTest extends AgentContract {
  private List<Dependency> dependencies = List.of();

  @Override
  protected Agent agent() {
    return new ProcessAgent(folder.resolve("processes"), false);
  }

  @Override
  protected String base() {
    return "debian:12";
  }

  @Override
  protected List<String> leftovers() throws IOException {
    try (Stream<Path> notes = Files.list(Trees.make(folder.resolve("processes")))) {
      return notes.map(Path::toString).toList();
    }
  }

  /** Its notes are all that a killed Drover leaves, besides the processes. */
  @Override
  protected void killInTheMiddleAndBeginAnew() throws Exception {
    whatAKilledDroverLeftRunningIsEndedByTheNext();
  }

  @Test
  void whatAJobLeavesInTheBackgroundIsEnded() throws InterruptedException, IOException {
    runWith("sleep 1234 > /dev/null 2>&1 & echo $! > pid");

    String pid = Files.readString(folder.resolve("job/workspace/pid")).strip();
    assertThat(Command.of("ps", "-o", "stat=", "-p", pid).run().output()).doesNotContain("S");
  }

  @Test
  void whatAKilledDroverLeftRunningIsEndedByTheNext() throws Exception {
    Process left = new ProcessBuilder("setsid", "sh", "-c", "echo begun; exec sleep 1234").start();
    // Until then it has no process group of its own.
    assertThat(left.inputReader().readLine()).isEqualTo("begun");
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

    assertThatThrownBy(() -> runWith("true"))
        .hasMessageContaining("apt-get install no-such-package-1 no-such-package-2")
        .hasMessageContaining("--install");
  }

  @Test
  void whatIsThereNeedsNothing() throws InterruptedException {
    dependencies = List.of(debian("dpkg"), of(DependencyType.DEBIAN_PACKAGE, "base-files", "1"));

    runWith("true");

    assertThat(log).contains("+ true");
  }

  @Test
  void anotherVersionIsMissing() {
    dependencies = List.of(of(DependencyType.DEBIAN_PACKAGE, "dpkg", "0.7"));

    assertThatThrownBy(() -> runWith("true"))
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

    assertThatThrownBy(() -> runWith("true"))
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

  private void runWith(String... lines) throws InterruptedException {
    AgentSpec spec = new AgentSpec("debian:12", dependencies, Resources.NONE, timeout);
    new ProcessAgent(folder.resolve("processes"), false)
        .run(
            new AgentJob(
                "job",
                spec,
                folder.resolve("job"),
                Map.of("NAME", "value"),
                List.of(lines),
                List.of(),
                Placement.ANYWHERE,
                Optional.empty(),
                log::add));
  }
}
