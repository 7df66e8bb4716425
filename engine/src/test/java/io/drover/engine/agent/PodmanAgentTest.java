package io.drover.engine.agent;

import io.drover.engine.file.Trees;
import io.drover.engine.image.Images;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.Registry;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.process.Containers;
import io.drover.engine.run.local.LocalServers;
import io.drover.testing.ScratchImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
@TestInstance(Lifecycle.PER_CLASS)
class PodmanAgentTest extends AgentContract {
  private static final String INSTANCE = "t" + Long.toString(System.nanoTime(), 36);

  private Containers containers;
  private LocalServers servers;
  private Agent agent;

  @BeforeAll
  void serveImages(@TempDir Path state) throws Exception {
    containers = Containers.probe(state.resolve("containers"));
    Optional<String> whyNot = containers.whyNot();
    whyNot.ifPresent(why -> System.err.println("SKIPPED, podman cannot be tested: " + why));
    Assumptions.assumeTrue(whyNot.isEmpty());
    servers = new LocalServers("agents", state.resolve("servers"), Optional.empty(), line -> {});
    Registry registry = servers.registry();
    Path root = ScratchImage.busybox(state.resolve("image"), BusyboxNames.ALL);
    Trees.make(root.resolve("root"));
    Trees.make(root.resolve("tmp"));
    ScratchImage.push(registry.repository("baseimages/busybox"), root, "--env=PATH=/bin");
    RuntimeImages runtimes = new RuntimeImages(registry, containers, state.resolve("cache"));
    PackageSupply supply = PackageSupply.of(Map.of());
    Images images = Images.of(registry, containers, supply, state.resolve("images"), INSTANCE);
    agent =
        new PodmanAgent(containers, new AgentImages(images, runtimes, supply, "agents"), INSTANCE);
  }

  @AfterAll
  void stopServing() throws InterruptedException {
    if (servers != null) {
      servers.stop();
    }
  }

  @Override
  protected Agent agent() {
    return agent;
  }

  @Override
  protected String base() {
    return "busybox:1";
  }

  @Override
  protected List<String> leftovers() throws InterruptedException {
    return containers
        .podman("ps", "--all", "--quiet", "--filter", "label=" + PodmanAgent.LABEL + "=" + INSTANCE)
        .check("list containers")
        .output()
        .lines()
        .toList();
  }

  @Override
  protected void killInTheMiddleAndBeginAnew() throws Exception {
    begin(agent(), "echo begun", "sleep 1000");
    awaitLog("begun");
    PodmanAgent.removeLeftovers(containers, INSTANCE);
  }
}
