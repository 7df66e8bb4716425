package io.drover.benchmarks;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Resources;
import io.drover.engine.agent.Agent;
import io.drover.engine.agent.AgentImages;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.agent.kubernetes.AgentSettings;
import io.drover.engine.agent.kubernetes.PodAgents;
import io.drover.engine.deploy.cluster.Cluster;
import io.drover.engine.deploy.cluster.ClusterAccess;
import io.drover.engine.image.Images;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.Registry;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.process.Containers;
import io.drover.engine.run.local.StateFolder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long it takes from the decision to the first shell line: an agent's pod against a bare pod,
 * from its creation to the first line of its log. They take turns.
 */
final class AgentStart {
  private static final int TURNS = 15;
  private static final String BASE = "debian:12";

  private final Path work;
  private final String registry;

  AgentStart(Path work, String registry) {
    this.work = work;
    this.registry = registry;
  }

  void run(Path out) throws Exception {
    Registry images = Registry.at(registry);
    Containers containers = Containers.probe(work.resolve("containers"));
    RuntimeImages runtimes =
        new RuntimeImages(
            images, containers, StateFolder.cache(System.getenv()).resolve("baseimages"));
    String image = runtimes.ensure(BASE, System.err::println).toString();
    PackageSupply supply = PackageSupply.of(Map.of());
    double[] agents = new double[TURNS];
    double[] bare = new double[TURNS];
    try (Cluster cluster = Cluster.connect(ClusterAccess.DEFAULT);
        PodAgents pods =
            PodAgents.begin(
                cluster,
                "benchmark",
                "benchmark",
                AgentSettings.DEFAULT,
                Optional.empty(),
                System.err::println)) {
      Agent agent =
          pods.agent(
              new AgentImages(
                  Images.of(images, containers, supply, work.resolve("images"), "benchmark"),
                  runtimes,
                  supply,
                  "benchmark"),
              log -> runtimes.ensure(BASE, log));
      // The first turn does not count: connections and classes are new.
      for (int turn = -1; turn < TURNS; turn++) {
        double agentTime = agent(agent, turn);
        double bareTime = bare(cluster.client(), image, turn);
        if (turn >= 0) {
          agents[turn] = agentTime;
          bare[turn] = bareTime;
        }
      }
    }
    report(new Samples(agents), new Samples(bare), out);
  }

  private static void report(Samples agents, Samples bare, Path out) throws IOException {
    Report report = new Report("agent-start", List.of("what", "ms: median (least)"));
    report.add("an agent's first shell line", List.of(agents.text()), Map.of("time", agents));
    report.add("a bare pod's first line", List.of(bare.text()), Map.of("time", bare));
    report.finish(out);
  }

  private double agent(Agent agent, int turn) throws IOException, InterruptedException {
    Path folder = work.resolve("job" + turn);
    Files.createDirectories(folder.resolve("workspace"));
    AtomicLong first = new AtomicLong();
    long begin = System.nanoTime();
    agent.run(
        new AgentJob(
            "start",
            new AgentSpec(BASE, List.of(), Resources.NONE, Duration.ofMinutes(2)),
            folder,
            Map.of(),
            List.of("true"),
            List.of(),
            Placement.ANYWHERE,
            Optional.empty(),
            line -> {
              if (line.equals("+ true")) {
                first.set(System.nanoTime());
              }
            }));
    return (first.get() - begin) / 1e6;
  }

  private static double bare(KubernetesClient client, String image, int turn) throws IOException {
    String name = "bare-" + (turn + 1);
    var pod = client.pods().inNamespace("benchmark-agents").withName(name);
    long begin = System.nanoTime();
    client
        .pods()
        .inNamespace("benchmark-agents")
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage(image)
                .withCommand("echo", "first")
                .endContainer()
                .endSpec()
                .build())
        .create();
    try {
      pod.waitUntilCondition(
          p ->
              p != null
                  && p.getStatus().getContainerStatuses().stream()
                      .anyMatch(s -> s.getState().getWaiting() == null),
          60,
          TimeUnit.SECONDS);
      try (var log = pod.watchLog();
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(log.getOutput(), StandardCharsets.UTF_8))) {
        lines.readLine();
      }
      return (System.nanoTime() - begin) / 1e6;
    } finally {
      pod.withGracePeriod(0L).delete();
    }
  }
}
