package io.drover.engine.deploy.cluster;

import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.deploy.Address;
import io.drover.engine.deploy.ServiceOutcome;
import io.drover.engine.file.CodeKey;
import io.drover.engine.file.ContentKey;
import io.drover.engine.kubernetes.Colours;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.kubernetes.Manifests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers what a deployment was asked for and what it found, once that came to nothing to do: the
 * same question about the same objects has the same answer, and needs no manifests and no
 * comparison. The API server gives an object another resource version whenever anybody changes
 * anything of it, its status included, so a note is never wrong; it is only of no use any more.
 */
final class Settled {
  private final Desired desired;
  private final ManifestSettings settings;
  private final String asked;

  private Settled(Desired desired, ManifestSettings settings) {
    this.desired = desired;
    this.settings = settings;
    ContentKey key = ContentKey.of("deployment 1").with(CodeKey.of(Settled.class));
    new RecordKey(key).with(settings).with(desired);
    this.asked = key.hex();
  }

  /**
   * For a deployment.
   *
   * @return empty if it has blue/green services, whose colour is part of what comes of it, or asks
   *     for GPUs, which are looked for on the nodes
   */
  static Optional<Settled> of(Desired desired, ManifestSettings settings) {
    Environment environment = desired.environment();
    boolean plain =
        Colours.services(environment).isEmpty()
            && environment.services().stream().allMatch(service -> service.gpu().isEmpty());
    return plain ? Optional.of(new Settled(desired, settings)) : Optional.empty();
  }

  /** Whether a note is about what is asked for now. */
  boolean isAskedFor(String note) {
    return note.startsWith(asked);
  }

  /** What is noted about a state of the namespace in which there is nothing to do. */
  String note(Inventory inventory) {
    ContentKey key = ContentKey.of("inventory 1").with(kinds(inventory));
    for (LiveObject object : inventory.objects()) {
      if (!ReleaseConfigMap.is(object)) {
        key.with(object.apiVersion()).with(object.fullName()).with(object.state());
      }
    }
    return asked + "-" + key.hex();
  }

  private static List<String> kinds(Inventory inventory) {
    return inventory.listed().stream().map(ApiKind::toString).sorted().toList();
  }

  /** What came of it, in the order of the manifests. */
  List<ServiceOutcome> outcomes() {
    Map<String, ServiceOutcome> rendered = new LinkedHashMap<>();
    Environment environment = desired.environment();
    List<Service> routed = environment.services().stream().filter(Settled::isRouted).toList();
    Desired rest =
        new Desired(desired.project(), environment.with(routed), desired.images(), desired.files());
    Unit.all(rest.environment(), Manifests.of(rest, settings, Map.of()))
        .forEach(unit -> rendered.put(unit.name(), unit.outcome()));
    List<ServiceOutcome> outcomes = new ArrayList<>();
    for (Service service : environment.services()) {
      if (!isRouted(service)) {
        outcomes.add(plain(service));
      } else if (rendered.containsKey(service.name())) {
        outcomes.add(rendered.remove(service.name()));
      }
    }
    // Without services of that name: what stands beside them comes first.
    outcomes.addAll(0, rendered.values());
    return List.copyOf(outcomes);
  }

  /** Only the address of a service that others reach from outside is in its manifests alone. */
  private static boolean isRouted(Service service) {
    return !service.routing().hosts().isEmpty() || service.routing().backend().isPresent();
  }

  private ServiceOutcome plain(Service service) {
    return new ServiceOutcome(
        service.name(),
        ServiceOutcome.Kind.UNCHANGED,
        Optional.empty(),
        List.of(),
        Optional.of(desired.images().get(service.name()).image()),
        Address.none(service.name()));
  }
}
