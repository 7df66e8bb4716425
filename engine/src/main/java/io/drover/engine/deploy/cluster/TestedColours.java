package io.drover.engine.deploy.cluster;

import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.kubernetes.Colours;
import io.drover.engine.kubernetes.Ownership;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * By which names of the cluster a test reaches services: those with colours by the colour that was
 * deployed last, which nobody else is led to yet, and each colour that is up by its own name, too.
 */
final class TestedColours {
  private final KubernetesClient client;
  private final Environment environment;
  private final Map<String, Colours> deployed;
  private final Optional<Release> release;

  /**
   * The colours of an environment.
   *
   * @param deployed by service, as far as it was deployed by this process
   * @param release what runs there, which tells the colour of the others
   */
  TestedColours(
      KubernetesClient client,
      Environment environment,
      Map<String, Colours> deployed,
      Optional<Release> release) {
    this.client = client;
    this.environment = environment;
    this.deployed = deployed;
    this.release = release;
  }

  /** Name of the cluster's Service by what it is for: a service, or {@code <service>-<colour>}. */
  Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    for (Service service : Colours.services(environment)) {
      if (!service.ports().isEmpty()) {
        add(service, names);
      }
    }
    // After them: a service may be called as the colour of another one.
    environment.services().stream()
        .filter(service -> !service.ports().isEmpty())
        .forEach(service -> names.computeIfAbsent(service.name(), name -> name));
    return names;
  }

  private void add(Service service, Map<String, String> names) {
    Map<Colour, Deployment> up = up(service);
    up.keySet()
        .forEach(
            colour -> {
              String name = Colours.name(service.name(), colour);
              names.put(name, name);
            });
    tested(service, up)
        .ifPresent(colour -> names.put(service.name(), Colours.name(service.name(), colour)));
  }

  /** The tested colour of each service whose requests still go to the other one. */
  Map<String, Colour> idle() {
    Map<String, Colour> idle = new TreeMap<>();
    for (Service service : Colours.services(environment)) {
      tested(service, up(service))
          .filter(colour -> live(service).filter(colour::equals).isEmpty())
          .ifPresent(colour -> idle.put(service.name(), colour));
    }
    return idle;
  }

  private Optional<Colour> tested(Service service, Map<Colour, Deployment> up) {
    return Optional.ofNullable(deployed.get(service.name()))
        .map(Colours::staged)
        .or(() -> staged(service, up));
  }

  private Map<Colour, Deployment> up(Service service) {
    Map<Colour, Deployment> up = new EnumMap<>(Colour.class);
    for (Colour colour : Colour.values()) {
      Deployment found =
          client
              .apps()
              .deployments()
              .inNamespace(environment.namespace())
              .withName(Colours.name(service.name(), colour))
              .get();
      Integer ready =
          found == null || found.getStatus() == null ? null : found.getStatus().getReadyReplicas();
      if (ready != null && ready > 0) {
        up.put(colour, found);
      }
    }
    return up;
  }

  /** The colour with the release's image; of two, the one that was rolled out last. */
  private Optional<Colour> staged(Service service, Map<Colour, Deployment> up) {
    Optional<String> image =
        release.map(r -> r.images().get(service.application())).map(ReleasedImage::image);
    return up.entrySet().stream()
        .filter(e -> image.filter(image(e.getValue())::equals).isPresent())
        .max(Comparator.comparing(e -> rolledOut(e.getValue())))
        .map(Map.Entry::getKey)
        .or(() -> live(service));
  }

  /** ISO 8601 in UTC, so that texts are in the order of times. */
  private static String rolledOut(Deployment deployment) {
    return deployment.getStatus().getConditions().stream()
        .filter(condition -> "Progressing".equals(condition.getType()))
        .map(condition -> "" + condition.getLastUpdateTime())
        .findFirst()
        .orElse("");
  }

  private Optional<Colour> live(Service service) {
    return Optional.ofNullable(
            client.services().inNamespace(environment.namespace()).withName(service.name()).get())
        .map(found -> found.getSpec().getSelector())
        .map(selector -> selector.get(Ownership.COLOUR))
        .flatMap(Colour::of);
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }
}
