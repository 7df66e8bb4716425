package io.drover.engine.deploy.cluster;

import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.kubernetes.Colours;
import io.drover.engine.kubernetes.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Moves the names of blue/green services from one colour to the other: one patch each. */
final class ColourSwitch {
  private final Cluster cluster;
  private final Environment environment;
  private final Ownership ownership;
  private final Duration patience;
  private final Consumer<String> log;

  ColourSwitch(
      Cluster cluster,
      String project,
      Environment environment,
      Duration patience,
      Consumer<String> log) {
    this.cluster = cluster;
    this.environment = environment;
    this.ownership = new Ownership(project, environment.name());
    this.patience = patience;
    this.log = log;
  }

  /** As {@link ClusterTarget#switchColours}. */
  Map<String, Colour> of(Set<String> names, Optional<Colour> to) throws InterruptedException {
    List<Service> services = Colours.services(environment);
    for (String name : names) {
      if (services.stream().noneMatch(s -> s.name().equals(name))) {
        throw new WorkFailedException(
            "%s is no blue/green service of %s; there are: %s"
                .formatted(
                    name,
                    environment.name(),
                    services.isEmpty()
                        ? "none"
                        : String.join(", ", services.stream().map(Service::name).toList())));
      }
    }
    try (DeployLease lease = lease()) {
      Inventory inventory = inventory();
      Map<String, Colour> wanted = new TreeMap<>();
      for (Service service : services) {
        if (names.isEmpty() || names.contains(service.name())) {
          Colour live = live(inventory, service.name());
          wanted.put(service.name(), to.orElse(live.other()));
        }
      }
      return move(wanted, inventory, lease);
    }
  }

  /** Moves each service to a colour. */
  void to(Map<String, Colour> wanted) throws InterruptedException {
    try (DeployLease lease = lease()) {
      move(wanted, inventory(), lease);
    }
  }

  private void warn(Map<String, Colour> wanted) {
    for (Service service : Colours.services(environment)) {
      Optional<Colour> to = Optional.ofNullable(wanted.get(service.name()));
      service
          .deployment()
          .active()
          .filter(active -> to.isPresent() && active != to.get())
          .ifPresent(active -> warn(service, active));
    }
  }

  private void warn(Service service, Colour active) {
    log.accept(
        "%s: the file says active: %s, so the next deployment switches back; change it there, too"
            .formatted(service.name(), active.word()));
  }

  private Map<String, Colour> move(
      Map<String, Colour> wanted, Inventory inventory, DeployLease lease)
      throws InterruptedException {
    warn(wanted);
    refuseUnready(wanted, inventory);
    Applier applier =
        new Applier(
            cluster,
            environment.namespace(),
            ownership,
            inventory,
            ApplySettings.DEFAULT,
            lease::check);
    Map<String, Colour> moved = new TreeMap<>();
    for (Map.Entry<String, Colour> entry : wanted.entrySet()) {
      String name = entry.getKey();
      String colour = entry.getValue().word();
      LiveObject service = inventory.live("", "Service", name).orElseThrow();
      Applied applied = applier.apply(service.ownedWithSelector(Ownership.COLOUR, colour));
      if (applied.result() == Applied.Result.FAILED) {
        throw new WorkFailedException(
            "%s could not be switched to %s: %s%s"
                .formatted(name, colour, applied.reason().orElse(""), already(moved)));
      }
      log.accept(
          applied.changed()
              ? "%s: %s is live now".formatted(name, colour)
              : "%s: %s was live already".formatted(name, colour));
      if (applied.changed()) {
        moved.put(name, entry.getValue());
      }
    }
    return moved;
  }

  private static String already(Map<String, Colour> moved) {
    return moved.isEmpty() ? "" : "; switched already: " + String.join(", ", moved.keySet());
  }

  private void refuseUnready(Map<String, Colour> wanted, Inventory inventory) {
    List<String> unready = new ArrayList<>();
    wanted.forEach(
        (name, colour) -> {
          live(inventory, name);
          Optional<LiveObject> deployment =
              inventory.live("apps", "Deployment", Colours.name(name, colour));
          if (deployment.isEmpty()) {
            unready.add("%s has nothing in %s".formatted(name, colour.word()));
          } else if (!isReady(deployment.get(), name, inventory)) {
            unready.add("%s is not ready in %s".formatted(name, colour.word()));
          }
        });
    if (!unready.isEmpty()) {
      throw new WorkFailedException(
          "nothing was switched: %s. Deploy it there first: drover deploy --environment %s"
              .formatted(String.join("; ", unready), environment.name()));
    }
  }

  /** No pods are enough only where there are none now: somebody wants it like that. */
  private boolean isReady(LiveObject deployment, String name, Inventory inventory) {
    Optional<LiveObject> now =
        inventory.live("apps", "Deployment", Colours.name(name, live(inventory, name)));
    boolean serves = available(deployment) > 0 || now.map(ColourSwitch::available).orElse(0) == 0;
    return deployment.isDone() && serves;
  }

  private static int available(LiveObject deployment) {
    return deployment.json().path("status").path("availableReplicas").asInt();
  }

  private Colour live(Inventory inventory, String service) {
    return inventory
        .live("", "Service", service)
        .flatMap(BlueGreen::selected)
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "%s does not run blue/green in %s yet; deploy it first"
                        .formatted(service, environment.name())));
  }

  private DeployLease lease() throws InterruptedException {
    return DeployLease.acquire(cluster, environment.namespace(), patience, log);
  }

  private Inventory inventory() throws InterruptedException {
    List<ApiKind> kinds =
        List.of(
            cluster.kind("v1", "Service").orElseThrow(),
            cluster.kind("apps/v1", "Deployment").orElseThrow());
    return Inventory.list(cluster, environment.namespace(), ownership, kinds);
  }
}
