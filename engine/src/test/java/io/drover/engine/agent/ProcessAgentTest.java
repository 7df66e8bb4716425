package io.drover.engine.agent;

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

    assertThatThrownBy(() -> runWith("true"))
        .hasMessageContaining("apt-get install no-such-package-1 no-such-package-2")
        .hasMessageContaining("--install");
  }

  private static Dependency debian(String name) {
    return new Dependency(
        name,
        DependencyType.DEBIAN_PACKAGE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
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
