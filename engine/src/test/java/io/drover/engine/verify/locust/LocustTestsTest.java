package io.drover.engine.verify.locust;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.drover.config.model.AgentSpec;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentTest.Locust;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Resources;
import io.drover.config.model.Source;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.agent.ProcessAgent;
import io.drover.engine.file.Trees;
import io.drover.engine.process.Command;
import io.drover.engine.verify.TestRun;
import io.drover.engine.verify.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real Locust, as processes, against a server of this test. */
@Tag("real")
@Timeout(120)
class LocustTestsTest {
  private static final String USER =
      """
      from locust import HttpUser, constant, task

      class Customer(HttpUser):
          wait_time = constant(0.1)

          @task
          def look(self):
              %s
      """;
  private static final String LOOK = "self.client.get('/')";

  @TempDir private Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String host;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/") ? 204 : 500, -1);
          exchange.close();
        });
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    host = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Whatever a test did, nothing of it runs when it is over. */
  @AfterEach
  void nothingIsLeftRunning() throws InterruptedException {
    server.stop(0);
    ((ExecutorService) server.getExecutor()).shutdownNow();
    assertThat(running("run.py")).isEmpty();
    assertThat(running("process.py")).isEmpty();
  }

  private Verdict run(String locustfile, Map<String, Double> thresholds, String... more)
      throws Exception {
    Path workspace = Trees.make(folder.resolve("job/workspace"));
    if (!locustfile.isEmpty()) {
      Files.writeString(workspace.resolve("locustfile.py"), locustfile);
    }
    Agent agent = new ProcessAgent(folder.resolve("processes"), false);
    String runTime = more.length > 0 ? more[0] : "3s";
    Locust settings = new Locust("locustfile.py", Optional.empty(), 4, 10, runTime, 2, thresholds);
    AgentSpec spec = new AgentSpec("debian:12", List.of(), Resources.NONE, Duration.ofMinutes(2));
    EnvironmentTest test =
        new EnvironmentTest(
            "load",
            EnvironmentTest.Type.LOCUST,
            new Source(Optional.empty(), Optional.empty(), Optional.empty(), ""),
            List.of(),
            spec,
            List.of(),
            List.of(),
            0,
            Optional.of(settings),
            Placement.ANYWHERE);
    AgentJob job =
        new AgentJob(
            "test-dev-load",
            spec,
            folder.resolve("job"),
            Map.of("SHOP_URL", host),
            List.of(),
            List.of(),
            Placement.ANYWHERE,
            Optional.empty(),
            log::add);
    TestRun run =
        new TestRun("dev", test, "0123456789ab", job, Map.of("shop", host), Optional.empty());
    return new LocustTests(agent, false, UnaryOperator.identity()).run(run);
  }

  private String page() throws IOException {
    return Files.readString(
        folder.resolve("job/workspace").resolve(LocustFiles.REPORT).resolve("index.html"));
  }

  @Test
  void aTestWithinItsLimitsPassesShowsFiguresAsItRunsAndLeavesAPage() throws Exception {
    Verdict verdict = run(USER.formatted(LOOK), Map.of("p95_ms", 60_000.0, "failure_ratio", 0.0));

    assertThat(verdict.failure()).isEmpty();
    assertThat(verdict.figures().get("requests")).isGreaterThan(4);
    assertThat(verdict.figures()).containsEntry("failure_ratio", 0.0).containsEntry("users", 4.0);
    assertThat(log)
        .anyMatch(line -> line.matches(" *\\d+ s  4 users  [\\d,.]+ req/s  0 failed .*"));
    assertThat(page()).contains("passed", "failure_ratio", "GET /");
    assertThat(
            folder.resolve("job/workspace").resolve(LocustFiles.REPORT).resolve(ReportPage.STYLE))
        .hasContent(ReportPage.style());
  }

  @Test
  void aTestOutsideOfALimitFailsWithWhatWasMeasured() throws Exception {
    Verdict verdict =
        run(
            USER.formatted("self.client.get('/'); self.client.get('/broken')"),
            Map.of("failure_ratio", 0.25));

    assertThat(verdict.failure().orElseThrow())
        .matches("failure_ratio: failed [45]\\d.* %, at most 25 %");
    assertThat(page()).contains("GET /broken", "500 Server Error");
  }

  @Test
  void anErrorInTheLocustfileIsSaidWithItsPlace() throws Exception {
    assertThat(run("import locust\n\nlocust.nonsense()\n", Map.of()).failure())
        .contains(
            "the locustfile has an error: AttributeError: module 'locust' has no attribute 'nonsense' (locustfile.py, line 3)");
  }

  @Test
  void anErrorOfAUserIsSaidWithItsPlace() throws Exception {
    assertThat(run(USER.formatted("raise KeyError('tea')"), Map.of()).failure().orElseThrow())
        .matches(
            "users ended with an error of the locustfile \\d+ times?: 'tea' \\(locustfile.py, line 8\\)");
  }

  @Test
  void aLocustfileWithoutUsersIsSaid() throws Exception {
    assertThat(run("import locust\n", Map.of()).failure())
        .contains("Locust's master gave up: No User class found!");
  }

  @Test
  void aTargetThatTakesConnectionsAndSaysNothingFailsTheTest() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String silentHost = "http://127.0.0.1:" + silent.getLocalPort();
      host = silentHost;
      assertThat(run(USER.formatted(LOOK), Map.of()).failure().orElseThrow())
          .startsWith(
              "no request was answered within the run time of 3s: nothing answers at "
                  + silentHost);
    }
  }

  @Test
  void aTargetThatIsNotThereFailsTheTestWithTheReason() throws Exception {
    server.stop(0);

    assertThat(run(USER.formatted(LOOK), Map.of()).failure().orElseThrow())
        .startsWith("every request failed, most often GET /: ")
        .contains("Connection refused");
  }

  @Test
  void aWorkerThatIsKilledEndsTheTest() throws Exception {
    Future<Verdict> verdict = begin("60s");

    kill(running("process.py").stream().filter(line -> line.contains("--worker")).toList().get(0));

    assertThat(verdict.get().failure().orElseThrow())
        .matches("Locust's worker \\d was killed by signal 9; without it .*");
    assertThat(page()).contains("was killed by signal 9");
  }

  @Test
  void aMasterThatIsKilledEndsTheTest() throws Exception {
    Future<Verdict> verdict = begin("60s");

    kill(running("process.py").stream().filter(line -> line.contains("--master ")).toList().get(0));

    assertThat(verdict.get().failure()).contains("Locust's master was killed by signal 9");
  }

  @Test
  void whoeverInterruptsATestEndsAllOfIt() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Verdict> verdict = thread.submit(test("60s"));
    awaitFigures();

    verdict.cancel(true);
    thread.shutdown();

    assertThat(thread.awaitTermination(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  private Callable<Verdict> test(String runTime) {
    return () -> run(USER.formatted(LOOK), Map.of(), runTime);
  }

  private Future<Verdict> begin(String runTime) throws InterruptedException {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Verdict> verdict = thread.submit(test(runTime));
    thread.shutdown();
    awaitFigures();
    return verdict;
  }

  private void awaitFigures() throws InterruptedException {
    while (log.stream().noneMatch(line -> line.contains(" req/s "))) {
      Thread.sleep(50);
    }
  }

  /** Lines of ps on processes of this test: they have its folder, or its port, in their words. */
  private List<String> running(String program) throws InterruptedException {
    return Command.of("ps", "-eo", "pid=,args=")
        .check("list processes")
        .output()
        .lines()
        .filter(line -> line.contains(".drover-locust/" + program))
        .filter(line -> isHere(Long.parseLong(line.strip().split(" ")[0])))
        .toList();
  }

  private boolean isHere(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"))
          .startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static void kill(String line) throws InterruptedException {
    Command.of("kill", "-KILL", line.strip().split(" ")[0]).check("kill a process of this test");
  }
}
