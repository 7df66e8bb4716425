package io.drover.benchmarks;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Dependency;
import io.drover.config.model.DependencyType;
import io.drover.config.model.EnvironmentTest.Placement;
import io.drover.config.model.Resources;
import io.drover.engine.agent.AgentImages;
import io.drover.engine.agent.AgentJob;
import io.drover.engine.agent.PodmanAgent;
import io.drover.engine.file.Trees;
import io.drover.engine.image.Images;
import io.drover.engine.image.LocalImages;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.Registry;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.process.Containers;
import io.drover.engine.run.local.LocalServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The build of a component with 30 build dependencies, in podman: from its agent image, and with an
 * installation each time. The build itself does nothing.
 */
final class AgentImageBenchmark {
  private static final String BASE = "debian:12";
  private static final String PROJECT = "drover-bench-agents";
  private static final Duration TIMEOUT = Duration.ofMinutes(30);
  private static final List<String> PACKAGES =
      List.of(
          ("autoconf automake bc bison bzip2 cmake curl debhelper file flex g++ gawk gcc gettext git gperf jq"
                  + " libcurl4-openssl-dev libssl-dev libtool libxml2-dev m4 make patch pkg-config python3 rsync"
                  + " unzip xz-utils zlib1g-dev")
              .split(" "));
  private static final String INSTALL =
      "export DEBIAN_FRONTEND=noninteractive; apt-get -q update && apt-get -q -y --no-install-recommends install ";

  private final Path folder;
  private final int turns;

  /** A benchmark that keeps all that it makes in a folder. */
  AgentImageBenchmark(Path folder, int turns) {
    this.folder = folder;
    this.turns = turns;
  }

  /** Measures; the table is printed and written. */
  void run(Path out) throws Exception {
    Trees.fresh(folder);
    LocalServers servers =
        new LocalServers(PROJECT, folder.resolve("servers"), Optional.empty(), System.err::println);
    Containers containers = Containers.probe(folder);
    Registry registry = servers.registry();
    try {
      measure(containers, registry, out);
    } finally {
      servers.stop();
      LocalImages.remove(containers, Optional.of(registry.address()));
    }
  }

  private void measure(Containers containers, Registry registry, Path out) throws Exception {
    PackageSupply supply = PackageSupply.of(System.getenv());
    Images images = Images.of(registry, containers, supply, folder.resolve("work"), "bench");
    Path cache = Path.of(System.getProperty("user.home"), ".cache/drover/baseimages");
    RuntimeImages runtimes = new RuntimeImages(registry, containers, cache);
    PodmanAgent agent =
        new PodmanAgent(containers, new AgentImages(images, runtimes, supply, PROJECT), "bench");
    AgentSpec withImage = spec(PACKAGES);
    AgentSpec bare = spec(List.of());
    // The base is there for both.
    build(agent, bare, "true");
    Map<String, double[]> times = new LinkedHashMap<>();
    times.put("first build: agent image made", new double[] {build(agent, withImage, "true")});
    String install = INSTALL + String.join(" ", PACKAGES);
    for (int turn = 0; turn < turns; turn++) {
      time(times, "second build: agent image there", turn, build(agent, withImage, "true"));
      time(times, "second build: installed each time", turn, build(agent, bare, install));
      LocalImages.remove(containers, Optional.of(registry.address()));
      time(times, "another machine: agent image pulled", turn, build(agent, withImage, "true"));
    }
    Report report =
        new Report("agent-image", List.of("build", "ms: median (least)", "installing / this"));
    Samples installing = new Samples(times.get("second build: installed each time"));
    times.forEach(
        (what, all) -> {
          Samples samples = new Samples(all);
          String ratio =
              String.format(Locale.ROOT, "%.1f ×", installing.median() / samples.median());
          report.add(what, List.of(samples.text(), ratio), Map.of("time", samples));
        });
    report.finish(out);
    System.out.println("%d packages, %d turns".formatted(PACKAGES.size(), turns));
  }

  private void time(Map<String, double[]> times, String what, int turn, double took) {
    times.computeIfAbsent(what, w -> new double[turns])[turn] = took;
    System.err.printf(Locale.ROOT, "%s: %.0f ms%n", what, took);
  }

  private double build(PodmanAgent agent, AgentSpec spec, String line) throws InterruptedException {
    Path job = folder.resolve("job");
    Trees.fresh(job);
    Trees.make(job.resolve("workspace"));
    long start = System.nanoTime();
    agent.run(
        new AgentJob(
            "bench",
            spec,
            job,
            Map.of(),
            List.of(line),
            List.of(),
            Placement.ANYWHERE,
            Optional.empty(),
            text -> {}));
    return (System.nanoTime() - start) / 1e6;
  }

  private static AgentSpec spec(List<String> packages) {
    return new AgentSpec(
        BASE, packages.stream().map(AgentImageBenchmark::debian).toList(), Resources.NONE, TIMEOUT);
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
}
