package io.drover.engine.run;

import io.drover.aptly.Cleaned;
import io.drover.aptly.PackageRepository;
import io.drover.config.model.Configuration;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.release.ReleaseStore;
import io.drover.engine.run.local.LocalServers;
import io.drover.engine.run.local.StateFolder;
import io.drover.engine.run.local.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The package store of a project, at a person's word: its own on this machine, or the one that
 * variables name. No run goes on here meanwhile.
 */
public final class LocalStore implements AutoCloseable {
  private final Configuration configuration;
  private final StateFolder state;
  private final StateFolder.Lock lock;
  private final LocalServers servers;
  private PackageServer server;

  private LocalStore(
      Configuration configuration,
      StateFolder state,
      StateFolder.Lock lock,
      LocalServers servers,
      PackageServer server) {
    this.configuration = configuration;
    this.state = state;
    this.lock = lock;
    this.servers = servers;
    this.server = server;
  }

  /**
   * Takes the store; servers of this machine are started if they do not run, and go on afterwards.
   *
   * @param environment variables of the process
   * @param notice takes notices
   * @throws WorkFailedException if a run of the project goes on, or programs are missing
   */
  public static LocalStore open(
      Configuration configuration,
      StateFolder state,
      Map<String, String> environment,
      Consumer<String> notice)
      throws InterruptedException {
    StateFolder.Lock lock = state.lock();
    try {
      Tools.ensure(false, false, notice);
      LocalServers servers =
          new LocalServers(configuration.project(), state.servers(), Optional.empty(), notice);
      PackageServer server =
          PackageServer.of(
              configuration.project(), servers, environment, state.servers(), password -> {});
      PackageRepository repository = server.own();
      if (!server.isShared()) {
        // Nobody else publishes now: what is unfinished stays so.
        repository.deleteUnfinished();
      }
      return new LocalStore(configuration, state, lock, servers, server);
    } catch (InterruptedException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The project's repository. */
  public PackageRepository repository() throws InterruptedException {
    return server.own();
  }

  /** The public key that it is signed with, armored; both while it is changed. */
  public String publicKey() {
    return server.publicKey();
  }

  /** What it is signed with, for people. */
  public String keyWords() throws InterruptedException {
    return server instanceof LocalPackages local
        ? local.key().fingerprint()
            + local.key().former().map(" in place of %s; both sign"::formatted).orElse("")
        : SigningKey.fingerprintOf(publicKey());
  }

  /** Bytes on disk: packages, published files, database. Empty if that is another machine's. */
  public OptionalLong bytes() {
    return server.isShared() ? OptionalLong.empty() : OptionalLong.of(bytesHere());
  }

  private long bytesHere() {
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
   *
   * @throws WorkFailedException if the key is another machine's
   */
  public void rotateKey(Optional<Path> given) throws InterruptedException {
    signWith(key().rotate(configuration.project(), given));
  }

  /**
   * Signs with the new key alone; the former is deleted.
   *
   * @throws WorkFailedException if the key is another machine's
   */
  public void retireKey() throws InterruptedException {
    signWith(key().retire());
  }

  private SigningKey key() {
    if (server instanceof LocalPackages local) {
      return local.key();
    }
    throw new WorkFailedException(
        "the key lies with the aptly that %s names, and is changed there. Then give its public key here, in %s, and sign again: drover apt key sign"
            .formatted(SharedPackages.APTLY, SharedPackages.KEY));
  }

  private void signWith(SigningKey key) throws InterruptedException {
    server = new LocalPackages(servers, key);
    signAgain();
  }

  /** Signs all that is published, with the key that counts now. */
  public void signAgain() throws InterruptedException {
    repository().signAgain();
    for (PackageRepository cache : server.caches()) {
      cache.signAgain();
    }
  }

  /** The repositories of Debian packages of others. */
  public List<PackageRepository> caches() throws InterruptedException {
    return server.caches(false);
  }

  /** The repositories of package files. */
  public List<PackageRepository> files() throws InterruptedException {
    return server.caches(true);
  }

  /**
   * Fetches into the cache what agents and images of the project need from outside, with what it
   * depends on; of images without what our own packages bring along, which is known when they are
   * built.
   *
   * @param cache where base images are kept for all projects
   * @param refresh what is fetched anew though it is there
   */
  public void mirror(Path cache, Refresh refresh, Consumer<String> log)
      throws InterruptedException {
    Mirroring mirroring = new Mirroring(configuration, state, servers.registry(), server, log);
    mirroring.refresh(refresh);
    mirroring.fetch(cache);
  }

  /** What is fetched anew. */
  public enum Refresh {
    NOTHING,
    /** Files for which no digest is given. */
    FILES,
    /** Those, and packages; what is no longer needed goes. */
    ALL
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
    if (server.isShared() && more.isEmpty()) {
      throw new WorkFailedException(
          "others use this package store, too, and what they released is not known here. Nothing was deleted. Releases in clusters are: add --target kubernetes");
    }
    return repository()
        .clean(keep, new ReleasedPackages(configuration, state, servers).in(more), log);
  }

  @Override
  public void close() {
    lock.close();
  }
}
