package io.drover.engine.deploy.cluster;

import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Service;
import io.drover.engine.kubernetes.Colours;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.kubernetes.ManifestSettings;
import io.drover.engine.kubernetes.Manifests;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.kubernetes.ServiceManifests;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which colour of each blue/green service is live, and which one a deployment works on. The cluster
 * knows the first: it is the colour that the service's own name leads to.
 */
final class BlueGreen {
  private final Desired desired;
  private final ManifestSettings settings;
  private final Applier applier;
  private final Inventory inventory;

  BlueGreen(Desired desired, ManifestSettings settings, Applier applier) {
    this.desired = desired;
    this.settings = settings;
    this.applier = applier;
    this.inventory = applier.inventory();
  }

  /**
   * The colours by service. What is live is only touched when there is nothing else yet, or when it
   * runs exactly what is asked for.
   */
  Map<String, Colours> choose() {
    Map<String, Colours> live = new TreeMap<>();
    for (Service service : Colours.services(desired.environment())) {
      Colour colour = live(service.name()).orElse(Colours.atFirst(service).live());
      live.put(service.name(), new Colours(colour, colour));
    }
    if (live.isEmpty()) {
      return live;
    }
    Map<String, ServiceManifests> asLive = new TreeMap<>();
    Manifests.of(desired, settings, live).services().forEach(s -> asLive.put(s.name(), s));
    Map<String, Colours> chosen = new TreeMap<>();
    for (Service service : Colours.services(desired.environment())) {
      chosen.put(service.name(), choose(service, asLive.get(service.name())));
    }
    return chosen;
  }

  private Colours choose(Service service, ServiceManifests asLive) {
    Optional<Colour> live = live(service.name());
    if (live.isEmpty()) {
      return Colours.atFirst(service);
    }
    Colour wanted = service.deployment().active().orElse(live.get());
    if (wanted != live.get()) {
      return new Colours(live.get(), wanted);
    }
    return applier.isAsWanted(asLive.deployment())
        ? new Colours(live.get(), live.get())
        : new Colours(live.get(), live.get().other());
  }

  /** The live colour after a deployment whose staged colour is ready. */
  static Colours afterwards(Service service, Colours colours, boolean goLive) {
    Colour live = service.deployment().active().orElse(goLive ? colours.staged() : colours.live());
    return new Colours(live, colours.staged());
  }

  /** The colour that a service's name leads to; empty if it leads to none that is there. */
  private Optional<Colour> live(String service) {
    return inventory
        .live("", "Service", service)
        .flatMap(BlueGreen::selected)
        .filter(c -> inventory.live("apps", "Deployment", Colours.name(service, c)).isPresent());
  }

  /** The colour that a Service selects. */
  static Optional<Colour> selected(LiveObject service) {
    String colour = service.selector().get(Ownership.COLOUR);
    return colour == null ? Optional.empty() : Colour.of(colour);
  }

  /**
   * Whether an object belongs to the colour that is not deployed now, and stays for when its turn
   * comes.
   *
   * @param deployed by service
   */
  static boolean isOtherColour(LiveObject object, Map<String, Colours> deployed) {
    Colours colours = deployed.get(object.labels().getOrDefault(Ownership.INSTANCE, ""));
    String colour = object.labels().get(Ownership.COLOUR);
    return colours != null && colour != null && !colour.equals(colours.staged().word());
  }
}
