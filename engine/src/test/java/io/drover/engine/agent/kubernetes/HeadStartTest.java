package io.drover.engine.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The two scripts, each in a shell of its own, as two containers have them. */
class HeadStartTest {
  private static final Path LINES = Path.of("work/build-web/control/task.sh");

  @TempDir Path folder;
  private HeadStart start;
  private Path workspace;

  @BeforeEach
  void makeTheVolume() throws Exception {
    start = new HeadStart(folder.resolve("the volume/drover"));
    workspace = Files.createDirectories(folder.resolve("the volume/workspace/web"));
  }

  private Command.Result begin(String script) throws Exception {
    List<String> words = new ArrayList<>(List.of("sh", "-c", start.begin() + "echo goes on", "sh"));
    words.addAll(List.of("sh", "-c", script, start.work().toString()));
    return run(words);
  }

  private Command.Result step() throws Exception {
    Path script = folder.resolve("step");
    Files.writeString(script, start.script(Path.of(".drover"), LINES));
    return run(List.of("sh", script.toString()));
  }

  private Command.Result run(List<String> words) throws Exception {
    return Command.of(words).in(workspace).timeout(Duration.ofSeconds(30)).run();
  }

  @Test
  void theLinesRunInTheWorkspaceWhenAllIsPrepared() throws Exception {
    Command.Result begun =
        begin(
            """
            echo first; sleep 1; mkdir -p "$0/work/build-web/control"
            echo 'pwd; cat .drover/note' > "$0/work/build-web/control/task.sh"
            echo prepared > "$0/note"; echo last >&2
            """);
    assertThat(begun.output()).isEqualTo("goes on\n");
    assertThat(start.folder().resolve("status")).doesNotExist();

    Command.Result done = step();

    assertThat(done.status()).isZero();
    assertThat(done.output()).isEqualTo("first\nlast\n" + workspace.toRealPath() + "\nprepared\n");
  }

  @Test
  @Timeout(60)
  void theReportOfSuccessIsEnough() throws Exception {
    begin(
        """
        mkdir -p "$0/work/build-web/control"
        echo 'echo lines' > "$0/work/build-web/control/task.sh"
        echo prepared; echo '{"status" : "succeeded"}' > "$0/report.json"
        until [ -e ../../end ]; do sleep 1; done
        """);

    Command.Result done = step();
    Files.createFile(folder.resolve("the volume/end"));
    while (Files.notExists(start.folder().resolve("status"))) {
      Thread.sleep(50);
    }

    assertThat(done.status()).isZero();
    assertThat(done.output()).isEqualTo("prepared\nlines\n");
  }

  @Test
  void whatFailsIsSaidAndLeavesItsReport() throws Exception {
    begin("mkdir -p \"$0\"; echo '{}' > \"$0/report.json\"; echo 'no such branch' >&2; exit 3");

    Command.Result failed = step();

    assertThat(failed.status()).isEqualTo(3);
    assertThat(failed.output()).isEqualTo("no such branch\n");
    assertThat(workspace.resolve(".drover/report.json")).hasContent("{}");
  }
}
