package io.drover.engine.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Resources;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every agent, wherever it is. Lines use what busybox has, and no more. */
@Timeout(180)
public abstract class AgentContract {
  private static final String TRICKY =
      "it's \"quoted\" $HOME `id` \\n\n  zweite Zeile: größer ☂ \n";

  @TempDir protected Path folder;
  protected final List<String> log = Collections.synchronizedList(new ArrayList<>());
  protected Duration timeout;
  protected Resources resources;

  /** The agent that is tested. */
  protected abstract Agent agent() throws Exception;

  /** A base that it has. */
  protected abstract String base();

  /** What there still is of jobs; empty when nothing is. */
  protected abstract List<String> leftovers() throws Exception;

  /** Leaves a job behind as a Drover does that is killed, and has the next one begin. */
  protected abstract void killInTheMiddleAndBeginAnew() throws Exception;

  @BeforeEach
  void makeWorkspace() {
    timeout = Duration.ofMinutes(2);
    resources = Resources.NONE;
    log.clear();
    Trees.make(workspace());
  }

  protected Path workspace() {
    return folder.resolve("job/workspace");
  }

  protected AgentJob job(
      String name, List<String> results, Map<String, String> more, String... lines) {
    return new AgentJob(
        name,
        new AgentSpec(base(), List.of(), resources, timeout),
        folder.resolve(name),
        more,
        List.of(lines),
        results,
        Placement.ANYWHERE,
        Optional.empty(),
        log::add);
  }

  protected void run(List<String> results, Map<String, String> environment, String... lines)
      throws Exception {
    agent().run(job("job", results, environment, lines));
  }

  private void run(String... lines) throws Exception {
    run(List.of("**"), Map.of("NAME", "value"), lines);
  }

  @Test
  void linesRunInOrderInTheWorkspaceEachInAShellOfItsOwn() throws Exception {
    run("echo one > file; cd /; X=1", "echo \"${X-unset} $NAME\" >> file; echo 'it''s'");

    assertThat(workspace().resolve("file")).hasContent("one\nunset value");
    assertThat(log).contains("+ echo one > file; cd /; X=1", "its");
  }

  @Test
  void allOutputComesInOrderToTheLastLineWithoutABreak() throws Exception {
    run("i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo \"line $i\"; done", "printf 'the end'");

    List<String> expected =
        new ArrayList<>(IntStream.rangeClosed(1, 3000).mapToObj(i -> "line " + i).toList());
    expected.add("the end");
    assertThat(log.stream().filter(l -> l.startsWith("line ") || l.equals("the end")).toList())
        .isEqualTo(expected);
  }

  @Test
  void theFirstLineThatFailsEndsTheJobAndIsNamed() {
    assertThatThrownBy(() -> run("true", "echo hello\n(exit 7); echo on", "touch never"))
        .isInstanceOf(WorkFailedException.class)
        .hasMessage("line 2 of 3 ended with status 7: echo hello");
    assertThat(workspace().resolve("never")).doesNotExist();
    assertThat(log).contains("hello").doesNotContain("on");
  }

  @Test
  void whatTakesLongerThanItsLimitIsEnded() throws Exception {
    timeout = Duration.ofSeconds(3);

    assertThatThrownBy(() -> run("echo begun", "sleep 100"))
        .hasMessage("line 2 of 2 was ended after 3 s, its time limit: sleep 100");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aJobThatFailedLeavesItsWholeWorkspace() {
    assertThatThrownBy(() -> run(List.of("*.deb"), Map.of(), "mkdir a; echo x > a/b.log; false"))
        .hasMessageStartingWith("line 1 of 1 ended with status 1");
    assertThat(workspace().resolve("a/b.log")).hasContent("x");
  }

  @Test
  void variablesArriveAsTheyAre() throws Exception {
    run(
        List.of("value"),
        Map.of("TRICKY", TRICKY, "EMPTY", ""),
        "printf %s \"$TRICKY${EMPTY?}\" > value");

    assertThat(Files.readString(workspace().resolve("value"))).isEqualTo(TRICKY);
  }

  @Test
  void valuesOfVariablesStandOnNoCommandLine() throws Exception {
    run(
        List.of("lines"),
        Map.of("TOKEN", "s3cr3t-value"),
        "cat /proc/[0-9]*/cmdline 2> /dev/null | tr '\\0' '\\n' > lines; test -s lines");

    assertThat(Files.readString(workspace().resolve("lines"))).doesNotContain("s3cr3t-value");
  }

  @Test
  void filesKeepTheirModesAndLinks() throws Exception {
    Path script =
        Files.writeString(workspace().resolve("run me.sh"), "echo \"$0\" > made; chmod 755 made");
    script.toFile().setExecutable(true);
    Files.createSymbolicLink(workspace().resolve("link"), Path.of("run me.sh"));
    Files.createDirectories(workspace().resolve("deep/er"));
    Files.writeString(workspace().resolve("deep/er/grün"), "leaf");

    run(
        List.of("made", "deep/**"),
        Map.of(),
        "test -L link && sh ./link && test -x 'run me.sh'",
        "grep leaf deep/er/grün && cp deep/er/grün deep/copy");

    assertThat(workspace().resolve("made")).hasContent("./link").isExecutable();
    assertThat(workspace().resolve("deep/copy")).hasContent("leaf");
  }

  @Test
  void homeAndTemporaryFilesHaveAPlaceThatIsWritableAndNoGpuIsSeen() throws Exception {
    run("touch \"$HOME/a\" \"${TMPDIR:-/tmp}/b\"", "test \"$NVIDIA_VISIBLE_DEVICES\" = void");
  }

  @Test
  void jobsRunAtTheSameTime() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      Agent agent = agent();
      List<Callable<Void>> jobs = new ArrayList<>();
      for (String name : List.of("a", "b", "c")) {
        Trees.make(folder.resolve(name).resolve("workspace"));
        jobs.add(
            () -> {
              agent.run(
                  job(
                      name,
                      List.of("out"),
                      Map.of("ME", name),
                      "date +%s > out; sleep 4; date +%s >> out; echo $ME >> out"));
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(jobs)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
    long lastBegin = 0;
    long firstEnd = Long.MAX_VALUE;
    for (String name : List.of("a", "b", "c")) {
      List<String> out = Files.readAllLines(folder.resolve(name).resolve("workspace/out"));
      lastBegin = Math.max(lastBegin, Long.parseLong(out.get(0)));
      firstEnd = Math.min(firstEnd, Long.parseLong(out.get(1)));
      assertThat(out.get(2)).isEqualTo(name);
    }
    assertThat(lastBegin).isLessThanOrEqualTo(firstEnd);
  }

  @Test
  void aJobThatIsInterruptedEndsAndLeavesNothing() throws Exception {
    Agent agent = agent();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<?> running =
          pool.submit(
              () -> {
                agent.run(job("job", List.of(), Map.of(), "echo begun", "sleep 1000"));
                return null;
              });
      awaitLog("begun");
      pool.shutdownNow();
      assertThatThrownBy(() -> running.get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(InterruptedException.class);
    } finally {
      pool.shutdownNow();
    }
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void whatAKilledDroverLeftIsRemovedByTheNext() throws Exception {
    killInTheMiddleAndBeginAnew();

    assertThat(leftovers()).isEmpty();
  }

  protected void awaitLog(String line) throws InterruptedException {
    while (!log.contains(line)) {
      Thread.sleep(20);
    }
  }

  /** Begins a job that never ends by itself, and forgets it. */
  protected void begin(Agent agent, String... lines) throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              try {
                agent.run(job("job", List.of(), Map.of(), lines));
              } catch (InterruptedException | RuntimeException e) {
                // Nobody waits for it.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
