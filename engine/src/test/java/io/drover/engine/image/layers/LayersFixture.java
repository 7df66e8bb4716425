package io.drover.engine.image.layers;

import io.drover.aptly.PackageRepository;
import io.drover.aptly.Publication;
import io.drover.aptly.PublishedPackage;
import io.drover.config.model.Application.Builder;
import io.drover.engine.image.ImageLook;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Images;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installation.AptSource;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.Registry;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.packages.SigningKey;
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

/** A machine that makes images: a real registry, a real package store, the real Debian archive. */
final class LayersFixture implements AutoCloseable {
  static final String RUNTIME = "debian:12";
  private static final Path BASES =
      Path.of(System.getProperty("user.home"), ".cache/drover/baseimages");
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  final Containers containers;
  final Registry registry;
  final PackageRepository packages;
  final ImageReference base;
  final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final SigningKey key;
  private final Path state;
  private final LocalServers servers;

  LayersFixture(Path state) throws InterruptedException {
    this.state = state;
    this.containers = Storage.of(Containers.probe(state.resolve("containers")), state);
    this.servers = new LocalServers("shop", state.resolve("servers"), Optional.empty(), log::add);
    this.registry = servers.registry();
    this.key = SigningKey.ensure(servers.signingHome(), "shop");
    this.packages = servers.packages(key);
    this.base = new RuntimeImages(registry, containers, BASES).ensure(RUNTIME, log::add);
  }

  /** Images as a machine makes them that has nothing but the registry and a cache of that name. */
  Images images(String machine) {
    Path own = state.resolve(machine);
    PackageSupply supply = PackageSupply.of(Map.of());
    return Images.of(registry, containers, supply, own.resolve("work"), "test")
        .with(
            Builder.LAYERS,
            LayersBuilder.of(registry, supply, own.resolve("cache"), own.resolve("work")));
  }

  /** Makes an image on the machine {@code one}; the log then tells what was done for it. */
  ImageReference make(ImageRecipe recipe) throws InterruptedException {
    log.clear();
    return images("one").ensure(recipe, log::add).image();
  }

  ImageRecipe recipe(String name, Builder builder, Installation... installations) {
    return new ImageRecipe(
        "shop/" + name,
        base,
        List.of(installations),
        ImageRecipe.Settings.NONE,
        Map.of("org.opencontainers.image.title", name),
        builder);
  }

  Installation debian(String... packages) {
    return Installation.of(Installation.Manager.APT, List.of(packages));
  }

  /** Publishes packages of our own, and says how they are installed. */
  Installation own(Path... debs) {
    String version = "1-" + System.nanoTime();
    Publication publication = packages.publish("component", version, List.of(debs), log::add);
    return Installation.apt(
        publication.packages().stream().map(p -> p.name() + "=" + p.version()).toList(),
        publication.packages().stream().map(PublishedPackage::sha256).toList(),
        source(key.publicKey()));
  }

  /** The project's own packages, and those of others. */
  DebianCache.Repositories repositories() {
    return new DebianCache.Repositories() {
      @Override
      public PackageRepository own() {
        return packages;
      }

      @Override
      public PackageRepository cache(String name) throws InterruptedException {
        return servers.packages(key, "cache." + name);
      }

      @Override
      public AptSource source(PackageRepository repository) {
        return new AptSource(
            repository.aptSource(Path.of(AptSource.KEY_FILE)), Optional.of(key.publicKey()));
      }
    };
  }

  AptSource source(String key) {
    return new AptSource(packages.aptSource(Path.of(AptSource.KEY_FILE)), Optional.of(key));
  }

  /** What a shell line prints in a container of an image. */
  String run(ImageReference image, String line) throws InterruptedException {
    return ImageLook.run(containers, image, line);
  }

  @Override
  public void close() throws Exception {
    servers.stop();
    containers.buildah("rmi", "--all", "--force").timeout(TIMEOUT).run();
    Command.of("umount", "-q", state.resolve("storage/overlay").toString()).run();
  }
}
