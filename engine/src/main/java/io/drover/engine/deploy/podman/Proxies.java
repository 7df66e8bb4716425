package io.drover.engine.deploy.podman;

import io.drover.engine.WorkFailedException;
import io.drover.engine.deploy.podman.StateFiles.Endpoint;
import io.drover.engine.file.ContentKey;
import io.drover.engine.kubernetes.ServiceManifests;
import io.drover.engine.process.Command;
import io.drover.engine.process.Ports;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The proxies of an environment: one for each service. A proxy has the service's name and ports in
 * the network, and free ports on 127.0.0.1, and both stay while replicas come and go: what a
 * Service with a cluster IP is in Kubernetes.
 */
final class Proxies {
  /** Changes when the options below do, so that proxies are made anew. */
  private static final String FORMAT = "proxy 1";

  private static final int TRIES = 5;
  private static final Duration RELOAD_TIMEOUT = Duration.ofSeconds(30);
  private static final String CONFIG = "/etc/drover/" + ProxyConfig.FILE;

  /**
   * Loads the configuration without closing a port, then gives old connections 5 s to end. A signal
   * to process 1 that comes before it listens is lost, so a worker is waited for first.
   */
  private static final String RELOAD =
      """
      workers() {
        for d in /proc/[0-9]*; do
          p=${d#/proc/}
          [ "$p" != 1 ] && [ "$(cat "$d/comm" 2>/dev/null)" = haproxy ] && echo "$p"
        done
      }
      haproxy -c -q -f "$1" || exit 3
      for i in $(seq 100); do old=$(workers); [ -n "$old" ] && break; sleep 0.05; done
      fresh=
      for i in $(seq 100); do
        [ $((i % 40)) = 1 ] && kill -USR2 1
        for p in $(workers); do case " $(echo $old) " in *" $p "*) ;; *) fresh=$p ;; esac; done
        [ -n "$fresh" ] && break
        sleep 0.05
      done
      [ -n "$fresh" ] || { echo "haproxy did not load its configuration"; exit 4; }
      for i in $(seq 100); do
        left=
        for p in $old; do [ -d "/proc/$p" ] && left=$p; done
        [ -z "$left" ] && exit 0
        sleep 0.05
      done
      """;

  private final Podman podman;
  private final StateFiles files;
  private final ProxyImage image;
  private final Addresses addresses;
  private final Consumer<String> log;

  Proxies(
      Podman podman,
      StateFiles files,
      ProxyImage image,
      Addresses addresses,
      Consumer<String> log) {
    this.podman = podman;
    this.files = files;
    this.image = image;
    this.addresses = addresses;
    this.log = log;
  }

  static String name(Scope scope, String service) {
    return scope.container(service + ".proxy");
  }

  /** Whether a proxy runs as the service wants it, at the address that is remembered. */
  static boolean isRight(
      ServiceManifests service, Optional<Endpoint> endpoint, Optional<PodmanContainer> proxy) {
    return proxy.filter(PodmanContainer::running).isPresent() && fits(service, endpoint, proxy);
  }

  private static boolean fits(
      ServiceManifests service, Optional<Endpoint> endpoint, Optional<PodmanContainer> proxy) {
    return proxy.isPresent()
        && endpoint
            .filter(e -> e.hostPorts().keySet().equals(ports(service)))
            .filter(e -> spec(e).equals(proxy.get().spec()))
            .isPresent();
  }

  /**
   * Makes sure that the service's proxy runs, with as little done as possible.
   *
   * @param service what is wanted
   * @param proxy the proxy there is
   * @param replicas the replicas there are
   */
  void ensure(
      ServiceManifests service, Optional<PodmanContainer> proxy, List<PodmanContainer> replicas)
      throws InterruptedException {
    Optional<Endpoint> remembered = files.endpoint(service.name());
    int wanted = service.deployment().getSpec().getReplicas();
    if (fits(service, remembered, proxy) && (proxy.orElseThrow().running() || start(service))) {
      if (remembered.orElseThrow().replicas() != wanted) {
        Endpoint e = remembered.orElseThrow();
        files.remember(service.name(), new Endpoint(e.ip(), e.hostPorts(), e.mainPort(), wanted));
      }
      return;
    }
    if (proxy.isPresent()) {
      log.accept(service.name() + ": replacing its proxy");
      podman.remove(List.of(proxy.orElseThrow().name()));
    }
    keepKnownServers(service, replicas);
    create(service, remembered, wanted);
  }

  /** Points a proxy at these replicas and gives connections to others a few seconds to end. */
  void point(ServiceManifests service, List<PodmanContainer> replicas) throws InterruptedException {
    String before = files.proxyConfig(service.name());
    String text = ProxyConfig.render(service.service(), ProxyConfig.serversOf(replicas));
    files.writeProxyConfig(service.name(), text);
    Command.Result result =
        podman
            .command("exec", name(podman.scope(), service.name()), "sh", "-c", RELOAD, "sh", CONFIG)
            .timeout(RELOAD_TIMEOUT)
            .run();
    if (!result.succeeded()) {
      files.writeProxyConfig(service.name(), before);
      throw new WorkFailedException(
          "could not point the proxy of %s at its new replicas: %s"
              .formatted(service.name(), result.lastLines(4)));
    }
    files.proxyConfigLoaded(service.name());
  }

  private void keepKnownServers(ServiceManifests service, List<PodmanContainer> replicas) {
    Set<String> known = ProxyConfig.servers(files.proxyConfig(service.name()));
    List<PodmanContainer> live = replicas.stream().filter(r -> known.contains(r.pod())).toList();
    files.writeProxyConfig(
        service.name(), ProxyConfig.render(service.service(), ProxyConfig.serversOf(live)));
  }

  private boolean start(ServiceManifests service) throws InterruptedException {
    Command.Result result = podman.command("start", name(podman.scope(), service.name())).run();
    log.accept(service.name() + ": starting its proxy again");
    return result.succeeded();
  }

  private void create(ServiceManifests service, Optional<Endpoint> remembered, int wanted)
      throws InterruptedException {
    SortedMap<Integer, Integer> hostPorts = new TreeMap<>();
    for (int port : ports(service)) {
      Optional<Integer> before = remembered.map(e -> e.hostPorts().get(port));
      hostPorts.put(port, before.orElseGet(Ports::free));
    }
    // Listening there may go well, and yet nothing arrive: see Ports.
    replaceTakenPorts(service.name(), hostPorts);
    int mainPort =
        ProxyConfig.ports(service.service()).stream()
            .findFirst()
            .map(ServicePort::getPort)
            .orElse(0);
    String ip = addresses.preferring(remembered.map(Endpoint::ip));
    String imageName = image.name(log);
    for (int i = 0; i < TRIES; i++) {
      Endpoint endpoint = new Endpoint(ip, hostPorts, mainPort, wanted);
      Command.Result result = podman.command(arguments(service, endpoint, imageName)).run();
      if (result.succeeded()) {
        files.remember(service.name(), endpoint);
        files.proxyConfigLoaded(service.name());
        return;
      }
      podman.remove(List.of(name(podman.scope(), service.name())));
      if (result.error().contains("already allocated")) {
        ip = addresses.next();
      } else if (!replaceTakenPorts(service.name(), hostPorts)) {
        throw new WorkFailedException(
            "could not start the proxy of %s: %s".formatted(service.name(), result.lastLines(4)));
      }
    }
    throw new WorkFailedException("could not find a free address for " + service.name());
  }

  private boolean replaceTakenPorts(String service, SortedMap<Integer, Integer> hostPorts) {
    boolean replaced = false;
    for (Map.Entry<Integer, Integer> entry : hostPorts.entrySet()) {
      if (!Ports.isFree(entry.getValue())) {
        int next = Ports.free();
        log.accept(
            "%s: 127.0.0.1:%d is taken by another program; its port %d is at 127.0.0.1:%d from now"
                .formatted(service, entry.getValue(), entry.getKey(), next));
        entry.setValue(next);
        replaced = true;
      }
    }
    return replaced;
  }

  private List<String> arguments(ServiceManifests service, Endpoint endpoint, String imageName) {
    Scope scope = podman.scope();
    String namespace = service.deployment().getMetadata().getNamespace();
    String name = service.name();
    List<String> arguments =
        new ArrayList<>(
            List.of("run", "--detach", "--pull=never", "--http-proxy=false", "--restart=always"));
    arguments.addAll(List.of("--name", name(scope, name), "--hostname", name + "-proxy"));
    arguments.addAll(scope.labels());
    arguments.add("--label=" + PodmanContainer.POD + "=" + name + ".proxy");
    arguments.add("--label=" + PodmanContainer.SERVICE + "=" + name);
    arguments.add("--label=" + PodmanContainer.ROLE + "=" + PodmanContainer.PROXY);
    arguments.add("--label=" + PodmanContainer.SPEC + "=" + spec(endpoint));
    arguments.add("--label=" + PodmanContainer.ADDRESS + "=" + endpoint.ip());
    arguments.addAll(List.of("--user=haproxy", "--cap-drop=all", "--read-only", "--tmpfs=/tmp"));
    arguments.add("--security-opt=no-new-privileges");
    arguments.add("--sysctl=net.ipv4.ip_unprivileged_port_start=0");
    arguments.add("--log-opt=max-size=1mb");
    arguments.add(
        "--network=%s:ip=%s,mac=%s,alias=%s,alias=%s.%s,alias=%s.%s.svc.cluster.local"
            .formatted(
                scope.network(),
                endpoint.ip(),
                Addresses.hardware(endpoint.ip()),
                name,
                name,
                namespace,
                name,
                namespace));
    endpoint
        .hostPorts()
        .forEach((port, host) -> arguments.add("--publish=127.0.0.1:%d:%d".formatted(host, port)));
    arguments.add("--volume=" + files.proxyDirectory(name) + ":/etc/drover:ro");
    arguments.addAll(List.of(imageName, "haproxy", "-W", "-f", CONFIG));
    return arguments;
  }

  private static String spec(Endpoint endpoint) {
    return ContentKey.of(FORMAT)
        .with(endpoint.ip())
        .with(endpoint.hostPorts().toString())
        .with(String.valueOf(endpoint.mainPort()))
        .hex();
  }

  private static Set<Integer> ports(ServiceManifests service) {
    return ProxyConfig.ports(service.service()).stream()
        .map(ServicePort::getPort)
        .collect(Collectors.toSet());
  }
}
