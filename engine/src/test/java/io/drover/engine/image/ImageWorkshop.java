package io.drover.engine.image;

import io.drover.config.model.AgentSpec;
import io.drover.config.model.Dependency;
import io.drover.config.model.Resources;
import io.drover.engine.agent.AgentImages;
import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import io.drover.engine.process.Storage;
import io.drover.engine.run.local.LocalServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A machine that makes agent images: real buildah with a store of its own, and a real registry,
 * which other machines may share.
 */
final class ImageWorkshop implements AutoCloseable {
  private static final Path BASES =
      Path.of(System.getProperty("user.home"), ".cache/drover/baseimages");
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  final Containers containers;
  final Registry registry;
  final RuntimeImages runtimes;
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Path state;
  private final LocalServers servers;

  private ImageWorkshop(Path state, Optional<String> registry) throws InterruptedException {
    this.state = state;
    this.containers = Storage.of(Containers.probe(state.resolve("containers")), state);
    this.servers = new LocalServers("shop", state.resolve("servers"), registry, log::add);
    this.registry = servers.registry();
    this.runtimes = new RuntimeImages(this.registry, containers, BASES);
  }

  /** A machine with a registry of its own. Skips the test, loudly, where that cannot be. */
  static ImageWorkshop open(Path state) throws InterruptedException {
    needs("buildah", "docker-registry", "mmdebstrap", "openssl");
    return new ImageWorkshop(state, Optional.empty());
  }

  /** Skips the test, loudly, where a program is missing. */
  static void needs(String... programs) throws InterruptedException {
    for (String program : programs) {
      if (!Command.of("sh", "-c", "command -v \"$1\"", "sh", program).run().succeeded()) {
        System.err.println("SKIPPED, there is no " + program);
        Assumptions.abort("there is no " + program);
      }
    }
  }

  /** A machine that has nothing but the other's registry. */
  ImageWorkshop another(Path state) throws InterruptedException {
    return new ImageWorkshop(state, Optional.of(registry.address()));
  }

  /** Makes an agent's image; the log then tells what was done for it. */
  ImageReference agent(String base, Map<String, String> environment, Dependency... dependencies)
      throws InterruptedException {
    log.clear();
    AgentSpec spec =
        new AgentSpec(base, List.of(dependencies), Resources.NONE, Duration.ofMinutes(1));
    PackageSupply supply = PackageSupply.of(environment);
    Images images = Images.of(registry, containers, supply, state.resolve("work"), "test");
    return new AgentImages(images, runtimes, supply, "shop").ensure(spec, log::add);
  }

  /** What a shell line prints in a container of an image. */
  String run(ImageReference image, String line) throws InterruptedException {
    return ImageLook.run(containers, image, line);
  }

  /** Puts an image of the machine's store into the registry as a base. */
  void pushBase(String local, String name) throws InterruptedException {
    containers
        .buildah(
            "push",
            "--quiet",
            "--tls-verify=false",
            local,
            "docker://" + registry.repository("baseimages/" + name))
        .timeout(TIMEOUT)
        .check("push");
  }

  /** The installations that were done since the last image. */
  List<String> installations() {
    return log.stream()
        .filter(line -> line.matches("\\+ (apt-get|apk|pip|gem|npm|provide) .*"))
        .toList();
  }

  @Override
  public void close() throws Exception {
    servers.stop();
    // The store has mounts and files that only its own tools remove.
    containers.buildah("rmi", "--all", "--force").timeout(TIMEOUT).run();
    Command.of("umount", "-q", state.resolve("storage/overlay").toString()).run();
  }
}
