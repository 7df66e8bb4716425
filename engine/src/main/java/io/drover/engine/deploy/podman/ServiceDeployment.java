package io.drover.engine.deploy.podman;

import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.kubernetes.ServiceManifests;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings one service to what its manifests say: new replicas beside the old ones, and when all are
 * ready, the proxy points at them and the old ones go. When that fails the new ones go.
 */
final class ServiceDeployment {
  private static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(10);

  private final ServiceManifests service;
  private final ReplicaPlan plan;
  private final Podman podman;
  private final StateFiles files;
  private final Replicas replicas;
  private final Proxies proxies;
  private final LocalSecrets secrets;
  private final Consumer<String> log;
  private final List<String> created = new ArrayList<>();

  ServiceDeployment(
      ServiceManifests service,
      ReplicaPlan plan,
      Podman podman,
      StateFiles files,
      Replicas replicas,
      Proxies proxies,
      LocalSecrets secrets,
      Consumer<String> log) {
    this.service = service;
    this.plan = plan;
    this.podman = podman;
    this.files = files;
    this.replicas = replicas;
    this.proxies = proxies;
    this.secrets = secrets;
    this.log = line -> log.accept(service.name() + ": " + line);
  }

  /**
   * Does it. The service's proxy runs already.
   *
   * @throws WorkFailedException if the service cannot be brought there; what ran before still runs
   */
  void run() throws InterruptedException {
    boolean done = false;
    boolean stopped = false;
    try {
      if (plan.create() > 0) {
        new Images(podman).ensure(template());
        log.accept("starting %d new of %s".formatted(plan.create(), image()));
      }
      if (plan.create() > 0 && stopsFirst()) {
        stopped = true;
        stop(plan.drop());
      }
      Instant deadline = Instant.now().plus(deadline());
      List<PodmanContainer> wanted = start();
      for (PodmanContainer replica : wanted) {
        readiness().await(replica, template(), deadline);
      }
      point(wanted);
      done = true;
    } finally {
      if (!done) {
        discard(stopped);
      }
    }
    remove(plan.drop());
  }

  private Readiness readiness() {
    return new Readiness(podman, secrets, Proxies.name(podman.scope(), service.name()));
  }

  private List<PodmanContainer> start() throws InterruptedException {
    List<PodmanContainer> wanted = new ArrayList<>(plan.keep());
    for (PodmanContainer replica : plan.start()) {
      log.accept("starting %s again".formatted(replica.pod()));
      podman.command("start", replica.name()).check("start " + replica.pod() + " again");
    }
    for (int i = 0; i < plan.create(); i++) {
      String pod = replicas.newName(service);
      created.add(pod);
      wanted.add(replicas.create(service, pod));
    }
    wanted.sort(Comparator.comparing(PodmanContainer::pod));
    return wanted;
  }

  private void point(List<PodmanContainer> wanted) throws InterruptedException {
    String text = ProxyConfig.render(service.service(), ProxyConfig.serversOf(wanted));
    // A proxy that saw a replica go does not see at once that it is back: it is told again.
    boolean told =
        plan.isEmpty()
            && files.isProxyConfigLoaded(service.name())
            && text.equals(files.proxyConfig(service.name()));
    if (!told) {
      proxies.point(service, wanted);
      log.accept("%d ready and serving".formatted(wanted.size()));
    }
  }

  private void stop(List<PodmanContainer> containers) throws InterruptedException {
    Duration grace = Duration.ofSeconds(PodArguments.grace(template().getSpec()));
    podman.stop(containers.stream().map(PodmanContainer::name).toList(), grace);
  }

  private void remove(List<PodmanContainer> containers) throws InterruptedException {
    if (containers.isEmpty()) {
      return;
    }
    stop(containers.stream().filter(PodmanContainer::running).toList());
    podman.remove(containers.stream().map(PodmanContainer::name).toList());
    containers.forEach(c -> Trees.delete(files.mounts(service.name(), c.pod())));
    log.accept("removed %d old".formatted(containers.size()));
  }

  /** Leaves what ran before as it was, also in a thread that is interrupted. */
  private void discard(boolean stopped) {
    podman.removeInAnyCase(created.stream().map(podman.scope()::container).toList());
    created.forEach(pod -> Trees.delete(files.mounts(service.name(), pod)));
    if (stopped) {
      List<PodmanContainer> before = plan.drop().stream().filter(c -> c.running()).toList();
      podman.startInAnyCase(before.stream().map(PodmanContainer::name).toList());
      log.accept("started what ran before again");
      awaitAgain(before);
    }
  }

  private void awaitAgain(List<PodmanContainer> before) {
    try {
      for (PodmanContainer replica : before) {
        readiness().awaitListening(replica, template());
      }
      proxies.point(service, before);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (WorkFailedException e) {
      log.accept(e.getMessage());
    }
  }

  private boolean stopsFirst() {
    return "Recreate".equals(service.deployment().getSpec().getStrategy().getType());
  }

  private PodTemplateSpec template() {
    return service.deployment().getSpec().getTemplate();
  }

  private String image() {
    return PodArguments.container(template()).getImage();
  }

  private Duration deadline() {
    Integer seconds = service.deployment().getSpec().getProgressDeadlineSeconds();
    return seconds == null ? DEFAULT_DEADLINE : Duration.ofSeconds(seconds);
  }
}
