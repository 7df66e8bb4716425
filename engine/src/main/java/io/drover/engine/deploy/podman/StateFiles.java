package io.drover.engine.deploy.podman;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.Address;
import io.drover.engine.file.AtomicFile;
import io.drover.engine.file.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is remembered of an environment: below {@code <state>/deploy/<environment>}. */
final class StateFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT);

  private static final String FOLDER = "deploy";

  private final Path directory;

  StateFiles(Path state, String environment) {
    this.directory = state.resolve(FOLDER).resolve(environment);
  }

  /**
   * What is remembered of a service.
   *
   * @param ip its proxy's address in the network; what resolves its name at start goes on working
   * @param hostPorts port on 127.0.0.1 by the service's port
   * @param mainPort the service's first port, 0 for none
   * @param replicas how many were asked for
   */
  record Endpoint(String ip, SortedMap<Integer, Integer> hostPorts, int mainPort, int replicas) {

    Address address(String service) {
      return new Address(
          service, hostPorts, mainPort == 0 ? Optional.empty() : Optional.of(mainPort));
    }
  }

  Optional<Endpoint> endpoint(String service) {
    Path file = endpointFile(service);
    try {
      return Optional.of(JSON.readValue(Files.readString(file), Endpoint.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // Not written whole, which replacing rules out, or by somebody else: another is made.
      return Optional.empty();
    }
  }

  /** Every service's address in the network, by name. */
  SortedMap<String, String> hosts() {
    SortedMap<String, String> hosts = new TreeMap<>();
    services().forEach(s -> endpoint(s).ifPresent(endpoint -> hosts.put(s, endpoint.ip())));
    return hosts;
  }

  void remember(String service, Endpoint endpoint) {
    AtomicFile.write(endpointFile(service), Podman.toJson(endpoint));
  }

  /** The folder that a proxy gets to see. */
  Path proxyDirectory(String service) {
    return service(service).resolve("proxy");
  }

  /** The folder of what is mounted into one replica. */
  Path mounts(String service, String pod) {
    return service(service).resolve("mounts").resolve(pod);
  }

  String proxyConfig(String service) {
    Path file = proxyDirectory(service).resolve(ProxyConfig.FILE);
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Writes a configuration that the proxy does not know yet, until it is said to. */
  void writeProxyConfig(String service, String text) {
    AtomicFile.write(unloaded(service), "");
    AtomicFile.write(proxyDirectory(service).resolve(ProxyConfig.FILE), text);
  }

  /** Says that the proxy has loaded its configuration. */
  void proxyConfigLoaded(String service) {
    Trees.delete(unloaded(service));
  }

  /** Whether the proxy has loaded its configuration; not, if Drover was killed before. */
  boolean isProxyConfigLoaded(String service) {
    return !Files.exists(unloaded(service));
  }

  List<String> services() {
    return List.copyOf(names(directory));
  }

  /** The environments that something is remembered of. */
  static SortedSet<String> environments(Path state) {
    return names(state.resolve(FOLDER));
  }

  private static SortedSet<String> names(Path folder) {
    SortedSet<String> names = new TreeSet<>();
    if (!Files.isDirectory(folder)) {
      return names;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
      return names;
    } catch (IOException e) {
      throw new WorkFailedException("could not read %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  void forget(String service) {
    Trees.delete(service(service));
  }

  void forgetAll() {
    Trees.delete(directory);
  }

  private Path service(String service) {
    return directory.resolve(service);
  }

  private Path unloaded(String service) {
    return service(service).resolve("unloaded");
  }

  private Path endpointFile(String service) {
    return service(service).resolve("endpoint.json");
  }
}
