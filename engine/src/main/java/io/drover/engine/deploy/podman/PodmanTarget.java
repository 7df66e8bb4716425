package io.drover.engine.deploy.podman;

import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.Address;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.EnvironmentStatus;
import io.drover.engine.deploy.EnvironmentStatus.ServiceStatus;
import io.drover.engine.deploy.Reach;
import io.drover.engine.deploy.Target;
import io.drover.engine.file.Trees;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.kubernetes.EnvironmentManifests;
import io.drover.engine.kubernetes.Manifests;
import io.drover.engine.process.Command;
import io.drover.engine.process.Containers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs a project's environments with podman, from the manifests that a cluster would get.
 *
 * <p>Each environment is a network. Each service is a proxy, which has the service's name in the
 * network and a port on 127.0.0.1, and behind it one container for each replica. All of them are
 * found by their labels, so that projects and checkouts do not touch each other. Secrets and config
 * maps are files at {@code <state>/secrets/<environment>/<name>/<key>}.
 *
 * <p>Not as in a cluster: replicas are not probed once they run, all new ones start at once, and
 * hosts of an Ingress are left out. Two deployments of one environment must not run at once: the
 * caller sees to that.
 */
public final class PodmanTarget implements Target {
  private final Containers containers;
  private final String project;
  private final String instance;
  private final Path state;
  private final ProxyImage proxyImage;

  private PodmanTarget(
      Containers containers, String project, String instance, Path state, ProxyImage proxyImage) {
    this.containers = containers;
    this.project = project;
    this.instance = instance;
    this.state = state.toAbsolutePath();
    this.proxyImage = proxyImage;
  }

  /**
   * A target.
   *
   * @param containers the machine's container tools
   * @param project the project's name
   * @param instance tells several checkouts of the project apart; lower-case letters and digits
   * @param state folder where addresses are remembered and secrets are found
   * @param proxyImage image of the proxies
   */
  public static PodmanTarget of(
      Containers containers, String project, String instance, Path state, ProxyImage proxyImage) {
    return new PodmanTarget(containers, project, instance, state, proxyImage);
  }

  @Override
  public Reach reach(String environment, Reach.From from) throws InterruptedException {
    if (from == Reach.From.POD) {
      throw new WorkFailedException(
          "a pod does not reach services that run with podman: take --target kubernetes");
    }
    boolean fromContainer = from == Reach.From.CONTAINER;
    Map<String, String> urls = new TreeMap<>();
    for (ServiceStatus service : status(environment).services()) {
      Address address = service.address();
      (fromContainer ? address.inNetworkUrl() : address.url())
          .ifPresent(url -> urls.put(service.service(), url));
    }
    Reach.Network network =
        new Reach.Network(scope(environment).network(), files(environment).hosts());
    return new PodmanReach(urls, fromContainer ? Optional.of(network) : Optional.empty());
  }

  /** Services listen all the time, so there is nothing to close. */
  private record PodmanReach(Map<String, String> urls, Optional<Network> network) implements Reach {
    @Override
    public void close() {}
  }

  /** Every service has one colour here. */
  @Override
  public void goLive(String environment, Consumer<String> log) {}

  /** A deployment makes all that it needs. */
  @Override
  public void prepare(String environment, Consumer<String> log) {}

  @Override
  public DeployResult deploy(Desired desired, Consumer<String> log) throws InterruptedException {
    EnvironmentManifests manifests = Manifests.of(desired);
    LocalSecrets secrets = new LocalSecrets(state, manifests.environment());
    return new EnvironmentDeployment(
            manifests,
            podman(manifests.environment()),
            files(manifests.environment()),
            secrets,
            proxyImage,
            oneAtATime(log))
        .run();
  }

  /**
   * What runs in an environment now.
   *
   * @param environment the environment's name
   */
  public EnvironmentStatus status(String environment) throws InterruptedException {
    Map<String, List<PodmanContainer>> services =
        podman(environment).list().stream()
            .collect(
                Collectors.groupingBy(PodmanContainer::service, TreeMap::new, Collectors.toList()));
    List<ServiceStatus> found = new ArrayList<>();
    services.forEach((service, of) -> found.add(status(files(environment), service, of)));
    return new EnvironmentStatus(environment, found);
  }

  private static ServiceStatus status(
      StateFiles files, String service, List<PodmanContainer> containers) {
    Set<String> live = ProxyConfig.servers(files.proxyConfig(service));
    boolean proxied = containers.stream().anyMatch(c -> c.proxy() && c.running());
    List<PodmanContainer> serving =
        containers.stream().filter(c -> proxied && c.running() && live.contains(c.pod())).toList();
    return new ServiceStatus(
        service,
        serving.stream().map(PodmanContainer::image).distinct().toList(),
        serving.size(),
        files.endpoint(service).map(StateFiles.Endpoint::replicas).orElse(0),
        files.endpoint(service).map(e -> e.address(service)).orElse(Address.none(service)));
  }

  @Override
  public void remove(String environment, boolean purge, Consumer<String> log)
      throws InterruptedException {
    Podman podman = podman(environment);
    List<PodmanContainer> found = podman.list();
    if (!found.isEmpty()) {
      log.accept("%s: stopping %d containers".formatted(environment, found.size()));
      List<String> names = found.stream().map(PodmanContainer::name).toList();
      podman.stop(names, Podman.DEFAULT_GRACE);
      podman.remove(names);
      found.forEach(c -> Trees.delete(files(environment).mounts(c.service(), c.pod())));
    }
    EnvironmentNetwork.remove(podman);
    if (purge) {
      purgeVolumes(podman, environment, log);
      files(environment).forgetAll();
    }
  }

  private static void purgeVolumes(Podman podman, String environment, Consumer<String> log)
      throws InterruptedException {
    List<String> list = new ArrayList<>(List.of("volume", "ls", "--quiet"));
    list.addAll(podman.scope().filters());
    Command.Result result = podman.command(list).check("list the volumes");
    List<String> remove = new ArrayList<>(List.of("volume", "rm", "--force"));
    result.output().lines().forEach(remove::add);
    if (remove.size() > 3) {
      log.accept("%s: removing %d volumes".formatted(environment, remove.size() - 3));
      podman.command(remove).check("remove the volumes");
    }
  }

  private Podman podman(String environment) {
    return new Podman(containers, scope(environment));
  }

  /** The environments that something is remembered of, sorted. */
  public Set<String> environments() {
    return StateFiles.environments(state);
  }

  private Scope scope(String environment) {
    return new Scope(project, environment, instance);
  }

  private StateFiles files(String environment) {
    return new StateFiles(state, environment);
  }

  private static Consumer<String> oneAtATime(Consumer<String> log) {
    Object lock = new Object();
    return line -> {
      synchronized (lock) {
        log.accept(line);
      }
    };
  }
}
