package io.drover.engine.deploy.podman;

import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.Address;
import io.drover.engine.deploy.DeployResult;
import io.drover.engine.deploy.Parallel;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.deploy.ServiceOutcome.Kind;
import io.drover.engine.kubernetes.EnvironmentManifests;
import io.drover.engine.kubernetes.ServiceManifests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One deployment of an environment: compares what runs with what shall, and does the rest. */
final class EnvironmentDeployment {
  private final EnvironmentManifests manifests;
  private final Podman podman;
  private final StateFiles files;
  private final LocalSecrets secrets;
  private final ProxyImage proxyImage;
  private final Consumer<String> log;
  private final List<PodmanContainer> containers;

  EnvironmentDeployment(
      EnvironmentManifests manifests,
      Podman podman,
      StateFiles files,
      LocalSecrets secrets,
      ProxyImage proxyImage,
      Consumer<String> log)
      throws InterruptedException {
    this.manifests = manifests;
    this.podman = podman;
    this.files = files;
    this.secrets = secrets;
    this.proxyImage = proxyImage;
    this.log = log;
    this.containers = podman.list();
  }

  DeployResult run() throws InterruptedException {
    List<ServiceManifests> toDo = new ArrayList<>();
    Map<String, ServiceOutcome> outcomes = new LinkedHashMap<>();
    for (ServiceManifests service : manifests.services()) {
      outcomes.put(service.name(), outcome(service, Kind.UNCHANGED));
      if (!isRight(service) || !answers(service)) {
        toDo.add(service);
      }
    }
    if (!toDo.isEmpty()) {
      deploy(toDo).forEach(outcome -> outcomes.put(outcome.service(), outcome));
    }
    return new DeployResult(List.copyOf(outcomes.values()), removeOthers());
  }

  /** Whether a service's containers are as wanted, which no other call of podman is needed for. */
  private boolean isRight(ServiceManifests service) {
    Optional<StateFiles.Endpoint> endpoint = files.endpoint(service.name());
    ReplicaPlan plan = plan(service);
    return plan.isEmpty()
        && Proxies.isRight(service, endpoint, proxy(service))
        && endpoint.filter(e -> e.replicas() == wanted(service)).isPresent()
        && files.isProxyConfigLoaded(service.name())
        && ProxyConfig.render(service.service(), ProxyConfig.serversOf(plan.keep()))
            .equals(files.proxyConfig(service.name()));
  }

  private boolean answers(ServiceManifests service) {
    return wanted(service) == 0
        || files
            .endpoint(service.name())
            .map(e -> FrontDoor.answers(service, e.hostPorts()))
            .orElse(false);
  }

  private List<ServiceOutcome> deploy(List<ServiceManifests> services) throws InterruptedException {
    EnvironmentNetwork network = EnvironmentNetwork.ensure(podman);
    Addresses addresses =
        new Addresses(network.subnet(), containers.stream().map(PodmanContainer::address).toList());
    Proxies proxies = new Proxies(podman, files, proxyImage, addresses, log);
    Replicas replicas = new Replicas(podman, files, secrets, addresses, log);
    // All names must resolve before the first service starts: nginx asks for them only once.
    Map<String, ServiceOutcome> withoutProxy = new LinkedHashMap<>();
    for (Optional<ServiceOutcome> failed : Parallel.map(services, s -> ensure(proxies, s))) {
      failed.ifPresent(outcome -> withoutProxy.put(outcome.service(), outcome));
    }
    network.announceHardwareAddress();
    return Parallel.map(
        services,
        s -> {
          ServiceOutcome failed = withoutProxy.get(s.name());
          return failed != null ? failed : deploy(s, replicas, proxies);
        });
  }

  private Optional<ServiceOutcome> ensure(Proxies proxies, ServiceManifests service)
      throws InterruptedException {
    try {
      proxies.ensure(service, proxy(service), replicas(service));
      return Optional.empty();
    } catch (WorkFailedException e) {
      return Optional.of(failed(service, e));
    }
  }

  private ServiceOutcome deploy(ServiceManifests service, Replicas replicas, Proxies proxies)
      throws InterruptedException {
    ReplicaPlan plan = plan(service);
    boolean wasRight = isRight(service);
    try {
      new ServiceDeployment(service, plan, podman, files, replicas, proxies, secrets, log).run();
      return outcome(service, wasRight ? Kind.UNCHANGED : Kind.DEPLOYED);
    } catch (WorkFailedException e) {
      return failed(service, e);
    }
  }

  private ServiceOutcome failed(ServiceManifests service, WorkFailedException e) {
    String reason = secrets.mask(e.getMessage());
    log.accept(service.name() + ": failed: " + reason);
    List<String> lines =
        e instanceof ReplicaFailedException replica ? replica.lastLines() : List.of();
    return new ServiceOutcome(
        service.name(),
        Kind.FAILED,
        Optional.of(reason),
        lines,
        Optional.of(image(service)),
        address(service));
  }

  private ServiceOutcome outcome(ServiceManifests service, Kind kind) {
    return new ServiceOutcome(
        service.name(),
        kind,
        Optional.empty(),
        List.of(),
        Optional.of(image(service)),
        address(service));
  }

  private Address address(ServiceManifests service) {
    return files
        .endpoint(service.name())
        .map(e -> e.address(service.name()))
        .orElseGet(() -> Address.none(service.name()));
  }

  private static String image(ServiceManifests service) {
    return PodArguments.container(service.deployment().getSpec().getTemplate()).getImage();
  }

  /** Containers of services that are no longer asked for. Their volumes stay. */
  private List<String> removeOthers() throws InterruptedException {
    Set<String> wanted = new LinkedHashSet<>();
    manifests.services().forEach(service -> wanted.add(service.name()));
    List<PodmanContainer> others =
        containers.stream().filter(c -> !wanted.contains(c.service())).toList();
    if (!others.isEmpty()) {
      List<String> names = others.stream().map(PodmanContainer::name).toList();
      podman.stop(names, Podman.DEFAULT_GRACE);
      podman.remove(names);
    }
    files.services().stream().filter(s -> !wanted.contains(s)).forEach(files::forget);
    List<String> removed = others.stream().map(PodmanContainer::service).distinct().toList();
    removed.forEach(service -> log.accept(service + ": removed"));
    return removed;
  }

  private ReplicaPlan plan(ServiceManifests service) {
    Set<String> live = ProxyConfig.servers(files.proxyConfig(service.name()));
    return ReplicaPlan.of(replicas(service), live, Replicas.spec(service), wanted(service));
  }

  private static int wanted(ServiceManifests service) {
    return service.replicas();
  }

  private List<PodmanContainer> replicas(ServiceManifests service) {
    return containers.stream()
        .filter(c -> !c.proxy() && c.service().equals(service.name()))
        .toList();
  }

  private Optional<PodmanContainer> proxy(ServiceManifests service) {
    return containers.stream()
        .filter(c -> c.proxy() && c.service().equals(service.name()))
        .findFirst();
  }
}
