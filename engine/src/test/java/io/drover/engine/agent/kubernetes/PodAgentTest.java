package io.drover.engine.agent.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.config.model.Resources;
import io.drover.config.model.Resources.Gpu;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentContract;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.file.Trees;
import io.drover.testing.NeedsCluster;
import io.drover.testing.TestCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@NeedsCluster(pods = true, registry = true)
@TestInstance(Lifecycle.PER_CLASS)
class PodAgentTest extends AgentContract {
  private final AgentPlace place;

  PodAgentTest(TestCluster cluster) {
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

  @Override
  protected Agent agent() throws Exception {
    return place.agent(PodAgents.SILENCE);
  }

  @Override
  protected String base() {
    return "busybox:1";
  }

  @Override
  protected List<String> leftovers() {
    List<String> left = new ArrayList<>();
    place.pods().forEach(p -> left.add("pod " + p.getMetadata().getName()));
    place
        .client()
        .secrets()
        .inNamespace(place.namespace())
        .withLabel(AgentLabels.RUN)
        .list()
        .getItems()
        .forEach(s -> left.add("secret " + s.getMetadata().getName()));
    return left;
  }

  @Override
  protected void killInTheMiddleAndBeginAnew() throws Exception {
    begin(agent(), "echo begun", "sleep 1000");
    awaitLog("begun");
    place.kill();
    agent();
  }

  @Test
  void aPodThatHearsNothingOfItsDroverEndsByItself() throws Exception {
    begin(place.agent(Duration.ofSeconds(6)), "echo begun", "sleep 1000");
    awaitLog("begun");
    place.kill();

    String name = place.pods().get(0).getMetadata().getName();
    place
        .client()
        .pods()
        .inNamespace(place.namespace())
        .withName(name)
        .waitUntilCondition(
            p -> p == null || List.of("Failed", "Succeeded").contains(p.getStatus().getPhase()),
            60,
            TimeUnit.SECONDS);
  }

  @Test
  void whatIsLeftOfAKilledRunGoesWithThePodThatItWasIn() throws Exception {
    place.agent(PodAgents.SILENCE);
    OwnPod own = place.waitingPod();
    assertThat(own.isIn(place.client())).isTrue();
    assertThat(new OwnPod(own.namespace(), own.name(), "another").isIn(place.client())).isFalse();
    begin(place.agentIn(own), Map.of(), "echo begun", "sleep 1000");
    awaitLog("begun");
    place.kill();

    place.client().pods().inNamespace(own.namespace()).withName(own.name()).delete();

    place.await(() -> place.pods().isEmpty());
  }

  @Test
  void secretsStandNeitherInThePodNorDoesItsHelperSeeThem() throws Exception {
    begin(
        place.agent(PodAgents.SILENCE),
        Map.of("TOKEN", "s3cr3t-value"),
        "test \"$TOKEN\" = s3cr3t-value",
        "echo begun",
        "sleep 1000");
    awaitLog("begun");

    Pod pod = place.pods().get(0);
    assertThat(pod.toString()).doesNotContain("s3cr3t-value");
    assertThat(place.inHelper(pod, "cat", "/proc/1/environ")).doesNotContain("s3cr3t-value");
  }

  @Test
  void whatNoNodeCanEverTakeIsSaidSoon() throws Exception {
    resources = new Resources(Optional.empty(), Optional.of("100Gi"), Optional.empty());

    assertThatThrownBy(() -> run(List.of(), Map.of(), "true"))
        .hasMessageContaining("no node takes a pod of job:")
        .hasMessageContaining("Insufficient memory");
    assertThat(leftovers()).isEmpty();
  }

  /** A node with one device, as NVIDIA's plugin advertises it: kubelet and scheduler are real. */
  @Test
  void twoJobsOnOneGpuRunOneAfterTheOtherAndAKindThatNoNodeHasIsRefusedAtOnce() throws Exception {
    String kind = "example.com/gpu-" + Long.toHexString(System.nanoTime());
    place.advertise(kind, 1);
    try {
      resources = gpu(kind, 1);
      Agent agent = agent();
      List<Thread> jobs =
          Stream.of("first", "second").map(name -> inBackground(agent, name)).toList();
      for (Thread job : jobs) {
        job.join();
      }
      List<String> marks = log.stream().filter(l -> l.matches("(first|second) .*")).toList();
      assertThat(marks).as("%s", log).hasSize(4);
      assertThat(marks.get(1)).isEqualTo(marks.get(0).replace("begins", "ends"));
      assertThat(marks.get(3)).isEqualTo(marks.get(2).replace("begins", "ends"));
      assertThat(log).anyMatch(l -> l.startsWith("waiting: ") && l.contains(kind));

      resources = gpu(kind + "-mig", 1);
      assertThatThrownBy(() -> agent.run(job("job", List.of(), Map.of(), "true")))
          .hasMessageContaining("no node has 1 of %s-mig at once", kind)
          .hasMessageContaining("1 " + kind + " on node ");
      resources = gpu(kind, 2);
      assertThatThrownBy(() -> agent.run(job("job", List.of(), Map.of(), "true")))
          .hasMessageContaining("no node has 2 of " + kind);
      assertThat(leftovers()).isEmpty();
    } finally {
      place.advertise(kind, 0);
    }
  }

  private static Resources gpu(String kind, int count) {
    return new Resources(Optional.empty(), Optional.empty(), Optional.of(new Gpu(kind, count)));
  }

  private Thread inBackground(Agent agent, String name) {
    AgentJob job =
        job(
            name,
            List.of(),
            Map.of(),
            "echo %s begins; sleep 2; echo %s ends".formatted(name, name));
    Trees.make(job.workspace());
    Thread thread =
        new Thread(
            () -> {
              try {
                agent.run(job);
              } catch (InterruptedException | RuntimeException e) {
                log.add("%s failed: %s".formatted(name, e));
              }
            });
    thread.start();
    return thread;
  }

  @Test
  void tooMuchMemoryIsSaidWithTheLineThatNeededIt() throws Exception {
    resources = new Resources(Optional.empty(), Optional.of("32Mi"), Optional.empty());

    assertThatThrownBy(
            () ->
                run(
                    List.of(),
                    Map.of(),
                    "true",
                    "yes $(head -c 100000 /dev/zero | tr '\\0' x) | head -c 90000000 | { read -r all; X=$(cat); echo ${#X}; }"))
        .hasMessageContaining("line 2 of 2 ended with status")
        .hasMessageContaining("needs more memory than its limit 32Mi")
        .hasMessageContaining("resources.memory");
  }

  @Test
  void aQuotaThatIsTooSmallIsSaid() throws Exception {
    Agent agent = agent();
    var quota =
        place
            .client()
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withName("small")
                    .withNamespace(place.namespace())
                    .endMetadata()
                    .withNewSpec()
                    .addToHard("requests.memory", new Quantity("64Mi"))
                    .endSpec()
                    .build());
    quota.create();
    try {
      place.await(() -> quota.get().getStatus().getHard() != null);
      assertThatThrownBy(() -> agent.run(job("job", List.of(), Map.of(), "true")))
          .hasMessageContaining("the cluster refuses pods of job: exceeded quota")
          .hasMessageContaining("Ask for less");
    } finally {
      quota.delete();
    }
  }

  @Test
  void anImageThatIsNotThereIsSaid() throws Exception {
    Agent agent = place.agentOf("baseimages/nothing@sha256:" + "0".repeat(64));

    assertThatThrownBy(() -> agent.run(job("job", List.of(), Map.of(), "true")))
        .hasMessageContaining("wait for image")
        .hasMessageContaining("not found");
  }

  @Test
  void anApiServerThatIsAwayForAWhileCostsNoLineAndNoFile() throws Exception {
    Path big = workspace().resolve("big");
    Files.write(big, new byte[20_000_000]);
    Agent agent = place.agentThroughRelay();
    Thread outage =
        new Thread(
            () -> {
              try {
                awaitLog("line 20");
                place.relay().stop();
                Thread.sleep(10_000);
                place.relay().start();
              } catch (InterruptedException | java.io.IOException e) {
                throw new IllegalStateException(e);
              }
            });
    outage.start();

    agent.run(
        job(
            "job",
            List.of("copy"),
            Map.of(),
            "i=0; while [ $i -lt 80 ]; do i=$((i+1)); echo \"line $i\"; echo \"err $i\" >&2; sleep 0.2; done",
            "cp big copy"));

    outage.join();
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= 80; i++) {
      expected.add("line " + i);
      expected.add("err " + i);
    }
    assertThat(log.stream().filter(l -> l.matches("(line|err) \\d+")).toList()).isEqualTo(expected);
    assertThat(workspace().resolve("copy")).hasSize(20_000_000);
  }

  @Test
  void aConnectionThatBreaksWhileFilesComeAndGoIsMadeAnew() throws Exception {
    Files.write(workspace().resolve("big"), random(60_000_000));
    byte[] before = Files.readAllBytes(workspace().resolve("big"));
    Agent agent = place.agentThroughRelay();
    Thread breaking = place.breakConnectionsFor(Duration.ofSeconds(12));

    agent.run(job("job", List.of("copy"), Map.of(), "cp big copy"));

    breaking.join();
    assertThat(Files.readAllBytes(workspace().resolve("copy"))).isEqualTo(before);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new java.util.Random(1).nextBytes(bytes);
    return bytes;
  }

  private void begin(Agent agent, Map<String, String> environment, String... lines) {
    Trees.make(workspace());
    Thread thread =
        new Thread(
            () -> {
              try {
                agent.run(job("job", List.of(), environment, lines));
              } catch (InterruptedException | RuntimeException e) {
                // The next agent ends it.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
