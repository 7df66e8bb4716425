package io.drover.engine.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.EnvironmentTest;
import io.drover.config.model.EnvironmentTest.Locust;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Resources;
import io.drover.config.model.Source;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.file.Trees;
import io.drover.engine.verify.TestRun;
import io.drover.engine.verify.Verdict;
import io.drover.engine.verify.locust.LocustTests;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real Locust in pods, the workers apart from the master. Its users ask nobody for anything. */
@NeedsCluster(pods = true, registry = true)
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(240)
class LoadTestInPodsTest {
  private static final String USER =
      """
      import os
      from locust import User, constant, events, task

      class Customer(User):
          wait_time = constant(0.1)

          @task
          def look(self):
              %s
              self.environment.events.request.fire(
                  request_type="GET", name="/", response_time=5, response_length=0,
                  exception=None, context={})
      """;

  private final AgentPlace place;
  private final List<String> log = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;

  LoadTestInPodsTest(TestCluster cluster) {
    this.place = new AgentPlace(cluster);
  }

  @BeforeAll
  void begin(@TempDir Path state) throws Exception {
    place.serveImages(state);
  }

  @AfterAll
  void end() {
    place.close();
  }

  private Verdict run(Agent agent, String locustfile, String runTime) throws Exception {
    Path workspace = Trees.make(Trees.fresh(folder.resolve("job")).resolve("workspace"));
    Files.writeString(workspace.resolve("locustfile.py"), locustfile);
    log.clear();
    AgentSpec spec = new AgentSpec("debian:12", List.of(), Resources.NONE, Duration.ofMinutes(3));
    EnvironmentTest test =
        new EnvironmentTest(
            "load",
            EnvironmentTest.Type.LOCUST,
            Source.CONFIGURATION,
            List.of(),
            spec,
            List.of(),
            List.of(),
            0,
            Optional.of(
                new Locust(
                    "locustfile.py",
                    Optional.of("http://nobody"),
                    4,
                    10,
                    runTime,
                    2,
                    Map.of("failure_ratio", 0.0))),
            Placement.ANYWHERE);
    AgentJob job =
        new AgentJob(
            "test-dev-load",
            spec,
            folder.resolve("job"),
            Map.of(),
            List.of(),
            List.of(),
            Placement.ANYWHERE,
            Optional.empty(),
            log::add);
    return new LocustTests(agent, true, UnaryOperator.identity())
        .run(new TestRun("dev", test, "0123456789ab", job, Map.of(), Optional.empty()));
  }

  private List<String> leftovers() {
    List<String> left = new ArrayList<>();
    var client = place.client();
    place.pods().forEach(p -> left.add("pod " + p.getMetadata().getName()));
    client.batch().v1().jobs().inNamespace(place.namespace()).list().getItems().stream()
        .map(j -> "job " + j.getMetadata().getName())
        .forEach(left::add);
    return left;
  }

  @Test
  void masterAndWorkersDoTheirWorkInPodsOfTheirOwnAndAreGoneAfterwards() throws Exception {
    Verdict verdict = run(place.agentWithImages(), USER.formatted("pass"), "4s");

    assertThat(verdict.failure()).isEmpty();
    assertThat(verdict.figures().get("requests")).isGreaterThan(10);
    assertThat(log).anyMatch(line -> line.contains("2 workers connected"));
    assertThat(log).anyMatch(line -> line.matches(" *\\d+ s  4 users .* req/s .*"));
    assertThat(folder.resolve("job/workspace/.drover-locust/report/index.html")).exists();
    place.await(() -> leftovers().isEmpty());
  }

  @Test
  void aWorkerThatDiesEndsTheTest() throws Exception {
    Verdict verdict =
        run(
            place.agentWithImages(),
            USER.formatted("self.environment.runner.worker_index or os.kill(os.getpid(), 9)"),
            "60s");

    assertThat(verdict.failure().orElseThrow())
        .matches("(?s)the worker in pod test-dev-load-.* failed: .*");
    assertThat(log).anyMatch(line -> line.contains("Locust's worker was killed by signal 9"));
    place.await(() -> leftovers().isEmpty());
  }

  @Test
  void whatAKilledDroverLeftGoesWithTheNext() throws Exception {
    Agent agent = place.agentWithImages();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    thread.submit(() -> run(agent, USER.formatted("pass"), "60s"));
    place.await(() -> log.stream().anyMatch(line -> line.contains("2 workers connected")));
    place.kill();
    thread.shutdownNow();
    assertThat(leftovers()).hasSize(4);

    place.agentWithImages();

    place.await(() -> leftovers().isEmpty());
  }
}
