package io.drover.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.engine.WorkFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandTest {
  @Test
  void outputAndErrorsAreKeptApartAndBothAreFollowed() throws InterruptedException {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());

    Command.Result result =
        Command.of("sh", "-c", "echo out; echo err >&2; exit 3").onLine(lines::add).run();

    assertThat(result.status()).isEqualTo(3);
    assertThat(result.output()).isEqualTo("out\n");
    assertThat(result.error()).isEqualTo("err\n");
    assertThat(lines).containsExactlyInAnyOrder("out", "err");
  }

  @Test
  void aBadEndIsAnErrorWithTheProgramSLastWords() {
    assertThatThrownBy(() -> Command.of("sh", "-c", "echo no such thing >&2; exit 3").check("look"))
        .isInstanceOf(WorkFailedException.class)
        .hasMessageContaining("could not look: sh ended with status 3")
        .hasMessageContaining("no such thing");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Command.of("no-such-program").check("begin"))
        .hasMessageContaining("no-such-program");
  }

  @Test
  void whatTakesTooLongIsEndedWithEverythingItStarted() throws InterruptedException {
    AtomicLong session = new AtomicLong();

    Command.Result result =
        Command.of("sh", "-c", "sleep 100 & sleep 100")
            .timeout(Duration.ofMillis(300))
            .onStart(session::set)
            .run();

    assertThat(result.timedOut()).isTrue();
    assertThat(processesOf(session.get())).isEmpty();
  }

  @Test
  void anInterruptionEndsTheProgramWithEverythingItStarted() throws InterruptedException {
    AtomicLong session = new AtomicLong();
    CountDownLatch running = new CountDownLatch(1);
    AtomicReference<Exception> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                Command.of("sh", "-c", "trap '' TERM; sleep 100 & sleep 100")
                    .onStart(
                        pid -> {
                          session.set(pid);
                          running.countDown();
                        })
                    .run();
              } catch (InterruptedException e) {
                thrown.set(e);
              }
            });
    thread.start();
    running.await();

    thread.interrupt();
    thread.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    // A process that was killed dies when it is its turn to run.
    for (int i = 0; i < 100 && !processesOf(session.get()).isEmpty(); i++) {
      Thread.sleep(100);
    }
    assertThat(processesOf(session.get())).isEmpty();
  }

  @Test
  void theReasonOfACrashOfAProgramInGoIsKept() throws InterruptedException {
    String crash =
        "exec >&2; echo before; echo 'fatal error: newosproc'; echo; for i in 1 2 3 4; do echo goroutine $i; done; exit 2";

    Command.Result result = Command.of("sh", "-c", crash).run();

    assertThat(result.crash()).contains("fatal error: newosproc");
    assertThat(result.lastLines(3)).isEqualTo("fatal error: newosproc\ngoroutine 1\ngoroutine 2");
  }

  @Test
  @Timeout(60)
  void aChildThatGoesOnWritingIsNotWaitedFor() throws InterruptedException {
    String chatty =
        "(i=0; while [ $i -lt 1000 ]; do echo more; sleep 0.1; i=$((i+1)); done) & echo $!";

    String output = Command.of("sh", "-c", chatty).check("begin").output();

    String pid = output.lines().filter(line -> !line.equals("more")).findFirst().orElseThrow();
    ProcessHandle child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    assertThat(child.isAlive()).isTrue();
    child.destroyForcibly();
  }

  @Test
  void aFloodWithoutALineBreakComesInPiecesAndIsNotKeptBeyondTheLimit()
      throws InterruptedException {
    AtomicLong longest = new AtomicLong();
    AtomicLong characters = new AtomicLong();

    Command.Result result =
        Command.of("sh", "-c", "head -c 20000000 /dev/zero | tr '\\0' x")
            .keepOutput(100_000)
            .onLine(
                line -> {
                  longest.accumulateAndGet(line.length(), Math::max);
                  characters.addAndGet(line.length());
                })
            .run();

    assertThat(longest).hasValue(Lines.LONGEST);
    assertThat(characters).hasValue(20_000_000);
    assertThat(result.output().length()).isLessThanOrEqualTo(100_000);
  }

  @Test
  void onlyTheGivenVariablesReachAProgramWithACleanEnvironment() throws InterruptedException {
    String output =
        Command.of("/usr/bin/env").withCleanEnvironment().with("A", "1").check("list").output();

    assertThat(output).isEqualTo("A=1\n");
  }

  private static List<String> processesOf(long session) throws InterruptedException {
    return Command.of("ps", "-o", "pid=,stat=,args=", "-s", "" + session)
        .run()
        .output()
        .lines()
        .filter(line -> !line.contains(" Z"))
        .toList();
  }
}
