package io.drover.engine.run.local;

import io.drover.aptly.AptlyClient;
import io.drover.aptly.AptlyConfiguration;
import io.drover.aptly.PackageRepository;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import io.drover.engine.image.Registry;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.process.Command;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A project's own package store and image registry on this machine. */
public final class LocalServers {
  private static final Duration APTLY_TIMEOUT = Duration.ofMinutes(2);
  private static final String LOOPBACK = "127.0.0.1:";

  private final String project;
  private final Path folder;
  private final Optional<String> otherRegistry;
  private final Consumer<String> log;
  private final ServerProcess registry;
  private final ServerProcess aptFiles;
  private final ServerProcess aptly;
  private final Set<ServerProcess> startedHere = new LinkedHashSet<>();
  private Registry checked;

  /**
   * The servers of a project.
   *
   * @param folder where their data lies
   * @param otherRegistry {@code host:port} of a registry to use in place of an own one
   * @param log takes notices
   */
  public LocalServers(
      String project, Path folder, Optional<String> otherRegistry, Consumer<String> log) {
    this.project = project;
    this.folder = folder;
    this.otherRegistry = otherRegistry;
    this.log = log;
    this.registry = new ServerProcess("registry", folder.resolve("registry"));
    this.aptFiles = new ServerProcess("apt repository", folder.resolve("apt-repository"));
    this.aptly = new ServerProcess("aptly API", folder.resolve("aptly"));
  }

  /** The registry; the project's own is started if it does not run. */
  public synchronized Registry registry() throws InterruptedException {
    if (otherRegistry.isPresent()) {
      return other(otherRegistry.get());
    }
    if (registry.running().isEmpty()) {
      Path data = Trees.make(folder.resolve("registry").resolve("data"));
      Path configuration = folder.resolve("registry").resolve("config.yml");
      int port = registry.choosePort(log);
      AtomicFile.write(configuration, registryConfiguration(data, port));
      registry.start(
          port, p -> List.of("docker-registry", "serve", configuration.toString()), Map.of());
      startedHere.add(registry);
    }
    return Registry.at(LOOPBACK + registry.running().orElseThrow());
  }

  /** Asked once, before anything is built: it may be away, or want a login. */
  private Registry other(String address) throws InterruptedException {
    if (checked == null) {
      Registry other = Registry.at(address);
      other.client().check();
      checked = other;
    }
    return checked;
  }

  /** The project's apt repository, its servers started if they do not run. */
  public synchronized PackageRepository packages(SigningKey key) throws InterruptedException {
    return packages(key, project);
  }

  /** Any repository of the same server. */
  public synchronized PackageRepository packages(SigningKey key, String name)
      throws InterruptedException {
    return PackageRepository.open(aptly(key), uri(aptFiles), name, key.signing());
  }

  /** The aptly behind them, started if it does not run. */
  public synchronized AptlyClient aptly(SigningKey key) throws InterruptedException {
    if (aptFiles.running().isEmpty() || aptly.running().isEmpty()) {
      startAptly(key);
    }
    return AptlyClient.at(uri(aptly), APTLY_TIMEOUT);
  }

  /** The folder of the package store, on disk. */
  public Path store() {
    return folder.resolve("aptly/data");
  }

  /** The GnuPG home with the key that signs the packages. */
  public Path signingHome() {
    return folder.resolve("gnupg");
  }

  /** Where the registry is, or was when it last ran; empty if it never did. */
  public Optional<String> registryAddress() {
    return registry.lastPort().map(port -> LOOPBACK + port);
  }

  /** Ends the servers that this object started; those that ran before go on. */
  public synchronized void stopStartedHere() throws InterruptedException {
    startedHere.forEach(ServerProcess::stop);
    if (startedHere.contains(aptly)) {
      SigningKey.endAgent(signingHome());
    }
    startedHere.clear();
  }

  /** Ends all servers of the project. */
  public synchronized void stop() throws InterruptedException {
    aptly.stop();
    aptFiles.stop();
    registry.stop();
    SigningKey.endAgent(signingHome());
  }

  /** Both of aptly's processes are started together: see {@link AptlyConfiguration}. */
  private void startAptly(SigningKey key) throws InterruptedException {
    aptly.stop();
    aptFiles.stop();
    AptlyConfiguration configuration = new AptlyConfiguration(store());
    Trees.make(configuration.root());
    Path file = folder.resolve("aptly/aptly.json");
    AtomicFile.write(file, configuration.json());
    if (configuration.needsPreparation()) {
      for (List<String> command : configuration.prepare(file)) {
        // The first may fail when an earlier preparation was interrupted; the server tells.
        Command.of(command).run();
      }
    }
    // What passes through a temporary folder is then deleted with the project at the latest.
    Path temporary = Trees.fresh(folder.resolve("aptly/tmp"));
    Map<String, String> environment =
        Map.of("GNUPGHOME", key.home().toString(), "TMPDIR", temporary.toString());
    aptFiles.start(
        aptFiles.choosePort(log), p -> configuration.serve(file, LOOPBACK + p), environment);
    startedHere.add(aptFiles);
    aptly.start(aptly.choosePort(log), p -> configuration.api(file, LOOPBACK + p), environment);
    startedHere.add(aptly);
  }

  private static URI uri(ServerProcess server) {
    return URI.create("http://" + LOOPBACK + server.running().orElseThrow());
  }

  private static String registryConfiguration(Path data, int port) {
    return """
        version: 0.1
        log: {level: warn}
        storage:
          filesystem: {rootdirectory: "%s"}
          delete: {enabled: true}
        http: {addr: "%s%d"}
        """
        .formatted(data.toString().replace("\\", "\\\\").replace("\"", "\\\""), LOOPBACK, port);
  }
}
