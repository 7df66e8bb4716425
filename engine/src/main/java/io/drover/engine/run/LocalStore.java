package io.drover.engine.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.aptly.Cleaned;
import io.drover.aptly.PackageRepository;
import io.drover.config.model.Configuration;
import io.drover.config.model.Dependency;
import io.drover.config.model.Environment;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installations;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.Registry;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.image.layers.DebianCache;
import io.drover.engine.image.sbom.ImageDocuments;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.process.Containers;
import io.drover.engine.release.Release;
import io.drover.engine.release.ReleaseFiles;
import io.drover.engine.release.ReleaseRecord;
import io.drover.engine.release.ReleaseStore;
import io.drover.engine.run.local.LocalServers;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.run.local.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The package store of a project on this machine, at a person's word. No run goes on meanwhile. */
public final class LocalStore implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration configuration;
  private final StateFolder state;
  private final StateFolder.Lock lock;
  private final LocalServers servers;
  private SigningKey key;

  private LocalStore(
      Configuration configuration, StateFolder state, StateFolder.Lock lock, LocalServers servers)
      throws InterruptedException {
    this.configuration = configuration;
    this.state = state;
    this.lock = lock;
    this.servers = servers;
    this.key = SigningKey.ensure(servers.signingHome(), configuration.project());
  }

  /**
   * Takes the store; its servers are started if they do not run, and go on afterwards.
   *
   * @param notice takes notices
   * @throws WorkFailedException if a run of the project goes on, or programs are missing
   */
  public static LocalStore open(
      Configuration configuration, StateFolder state, Consumer<String> notice)
      throws InterruptedException {
    StateFolder.Lock lock = state.lock();
    try {
      Tools.ensure(false, false, notice);
      LocalServers servers =
          new LocalServers(configuration.project(), state.servers(), Optional.empty(), notice);
      LocalStore store = new LocalStore(configuration, state, lock, servers);
      store.repository().deleteUnfinished();
      return store;
    } catch (InterruptedException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The project's repository. */
  public PackageRepository repository() throws InterruptedException {
    return servers.packages(key);
  }

  /** The key that signs it. */
  public SigningKey key() {
    return key;
  }

  /** Bytes on disk: packages, published files, database. */
  public long bytes() {
    // A package in the pool and its published file are one file under two names.
    Set<Object> seen = new java.util.HashSet<>();
    try (Stream<Path> files = Files.walk(servers.store())) {
      long bytes = 0;
      for (Path file : files.filter(f -> Files.isRegularFile(f)).toList()) {
        if (seen.add(Files.getAttribute(file, "unix:ino"))) {
          bytes += Files.size(file);
        }
      }
      return bytes;
    } catch (IOException e) {
      throw new WorkFailedException(
          "could not measure %s: %s".formatted(servers.store(), Trees.why(e)), e);
    }
  }

  /**
   * Puts another key in place of the one that signs, and signs again. Both sign until {@link
   * #retireKey}.
   */
  public void rotateKey(Optional<Path> given) throws InterruptedException {
    key = key.rotate(configuration.project(), given);
    signAgain();
  }

  /** Signs with the new key alone; the former is deleted. */
  public void retireKey() throws InterruptedException {
    key = key.retire();
    signAgain();
  }

  private void signAgain() throws InterruptedException {
    repository().signAgain();
    for (PackageRepository cache : caches()) {
      cache.signAgain();
    }
  }

  /** The repositories of outside packages. */
  public List<PackageRepository> caches() throws InterruptedException {
    return servers.caches(key);
  }

  /**
   * Fetches into the cache what agents and images of the project need from outside, with what it
   * depends on; of images without what our own packages bring along, which is known when they are
   * built.
   *
   * @param cache where base images are kept for all projects
   */
  public void mirror(Path cache, Consumer<String> log) throws InterruptedException {
    Registry registry = servers.registry();
    PackageSupply supply = PackageSupply.of(System.getenv());
    RuntimeImages runtimes =
        new RuntimeImages(registry, Containers.probe(state.root()), cache.resolve("baseimages"));
    DebianCache packages =
        DebianCache.of(
            registry,
            supply,
            new CacheRepositories(servers, key),
            cache.resolve("layers"),
            state.work("mirror"));
    for (Map.Entry<String, Set<Dependency>> needed : neededFromOutside().entrySet()) {
      log.accept("for " + needed.getKey());
      String base = needed.getKey().replaceFirst(".* on ", "");
      List<Installation> installations = new ArrayList<>();
      supply.certificates().ifPresent(installations::add);
      installations.addAll(Installations.of(List.copyOf(needed.getValue()), supply));
      ImageRecipe recipe =
          new ImageRecipe(
              configuration.project() + "/mirror",
              runtimes.ensure(base, log),
              installations,
              ImageRecipe.Settings.NONE,
              Map.of());
      packages.ensure(recipe, log);
    }
  }

  /** By what for, and on which base. */
  private Map<String, Set<Dependency>> neededFromOutside() throws InterruptedException {
    Set<String> own = new TreeSet<>();
    repository().packages().forEach(one -> own.add(one.name()));
    Map<String, Set<Dependency>> needed = new TreeMap<>();
    configuration
        .components()
        .forEach(
            c ->
                needed.put(
                    "component " + c.name() + " on " + c.agent().base(),
                    outside(c.agent().dependencies(), own)));
    configuration
        .applications()
        .forEach(
            a ->
                needed.put(
                    "application " + a.name() + " on " + a.runtime(),
                    outside(a.dependencies(), own)));
    for (Environment environment : configuration.environments()) {
      environment
          .tests()
          .forEach(
              t ->
                  needed.put(
                      "test %s/%s on %s".formatted(environment.name(), t.name(), t.agent().base()),
                      outside(t.agent().dependencies(), own)));
    }
    return needed;
  }

  private static Set<Dependency> outside(List<Dependency> dependencies, Set<String> own) {
    Set<Dependency> outside = new LinkedHashSet<>(dependencies);
    outside.removeIf(d -> d.originBuild().isPresent() || own.contains(d.name()));
    return outside;
  }

  /**
   * Deletes old versions; none that a release in an environment uses: what runs there, waits to, or
   * ran before and can be rolled back to.
   *
   * @param keep how many versions of each component stay in any case, at least 1
   * @param more where further releases are recorded beside those of this machine
   * @throws WorkFailedException if it cannot be known what a released image was made of; nothing
   *     was deleted then
   */
  public Cleaned clean(int keep, List<ReleaseStore> more, Consumer<String> log)
      throws InterruptedException {
    return repository().clean(keep, inUse(more), log);
  }

  private Set<String> inUse(List<ReleaseStore> more) throws InterruptedException {
    List<ReleaseStore> stores = new ArrayList<>(more);
    stores.add(new ReleaseFiles(state.releases()));
    Set<ImageReference> images = new TreeSet<>(java.util.Comparator.comparing(Object::toString));
    for (ReleaseStore releases : stores) {
      for (Environment environment : configuration.environments()) {
        ReleaseRecord record = releases.read(environment.name());
        Stream.of(
                record.incoming(),
                record.deployed().map(ReleaseRecord.Deployed::release),
                record.previous())
            .flatMap(Optional::stream)
            .flatMap(release -> release.images().values().stream())
            .map(Release.ReleasedImage::reference)
            .forEach(images::add);
      }
    }
    Set<String> hashes = new TreeSet<>();
    for (ImageReference image : images) {
      hashes.addAll(packagesOf(image));
    }
    return hashes;
  }

  /** SHA-256 of all that an image was made of, as its provenance says. */
  private Set<String> packagesOf(ImageReference image) throws InterruptedException {
    String name = image.repository();
    String host = name.substring(0, name.indexOf('/'));
    if (servers.registryAddress().equals(Optional.of(host))) {
      servers.registry();
    }
    String path = name.substring(name.indexOf('/') + 1);
    String text =
        ImageDocuments.of(Registry.at(host).client())
            .read(path, image.digest(), ImageDocuments.Kind.PROVENANCE)
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "%s is released and has no provenance, so nobody knows which packages it needs. Nothing was deleted. Run the project again, which attaches it"
                            .formatted(image)));
    Set<String> hashes = new TreeSet<>();
    try {
      for (JsonNode digest : JSON.readTree(text).findValues("digest")) {
        hashes.add(digest.path("sha256").asText());
      }
    } catch (JsonProcessingException e) {
      throw new WorkFailedException("the provenance of %s is no JSON".formatted(image), e);
    }
    return hashes;
  }

  @Override
  public void close() {
    lock.close();
  }
}
