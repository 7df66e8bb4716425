package io.drover.engine.kubernetes;

import io.drover.config.model.Deployment.Colour;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.release.Release.ReleasedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns an environment into Kubernetes objects. */
public final class Manifests {
  private static final ReleasedImage ANY = new ReleasedImage("any@sha256:" + "0".repeat(64), "any");

  private Manifests() {}

  /**
   * The services of an environment alone, without colours and with the default settings: what can
   * run without a cluster.
   *
   * @throws WorkFailedException if a service has no image
   */
  public static EnvironmentManifests of(Desired desired) {
    return of(desired, ManifestSettings.DEFAULT, Map.of(), List.of());
  }

  /**
   * The objects of an environment: the same input gives the same objects in the same order.
   *
   * @param settings what the cluster's people decided
   * @param colours of blue/green services, by name; one that has none here is deployed as if it
   *     were no blue/green service
   * @throws WorkFailedException if a service has no image, or a gist cannot be made of its files
   */
  public static EnvironmentManifests of(
      Desired desired, ManifestSettings settings, Map<String, Colours> colours) {
    Environment environment = desired.environment();
    ResourceObjects resources =
        new ResourceObjects(desired, settings, new PodTemplates(desired, settings));
    List<ResourceManifests> others = new ArrayList<>(Gists.of(desired));
    Quotas.of(desired).ifPresent(others::add);
    environment.resources().forEach(resource -> others.add(resources.of(resource)));
    environment.services().stream()
        .filter(service -> isOnlyRoute(desired, service))
        .forEach(service -> others.add(route(desired, settings, service)));
    return Clashes.check(of(desired, settings, colours, others));
  }

  /**
   * The kinds of an environment's objects, as {@code apiVersion/kind}, sorted. They depend neither
   * on images nor on files.
   */
  public static Set<String> kinds(
      String project, Environment environment, ManifestSettings settings) {
    Map<String, ReleasedImage> images = new TreeMap<>();
    Stream.concat(environment.services().stream(), ServiceImages.databases(environment).stream())
        .forEach(
            service -> {
              images.put(service.name(), ANY);
              service
                  .initContainers()
                  .forEach(i -> images.put(Desired.initContainer(service.name(), i.name()), ANY));
            });
    Desired desired = new Desired(project, environment, images, Gists.placeholders(environment));
    return of(desired, settings, Map.of()).objects().stream()
        .map(object -> object.getApiVersion() + "/" + object.getKind())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static EnvironmentManifests of(
      Desired desired,
      ManifestSettings settings,
      Map<String, Colours> colours,
      List<ResourceManifests> resources) {
    PodTemplates pods = new PodTemplates(desired, settings);
    return new EnvironmentManifests(
        desired.project(),
        desired.environment().name(),
        desired.environment().namespace(),
        resources,
        desired.environment().services().stream()
            .filter(service -> !isOnlyRoute(desired, service))
            .map(service -> service(desired, settings, pods, service, colours.get(service.name())))
            .toList());
  }

  /** Hosts that lead to another service need no application, and nothing runs for them. */
  private static boolean isOnlyRoute(Desired desired, Service service) {
    return service.routing().backend().isPresent()
        && service.application().equals(service.name())
        && !desired.images().containsKey(service.name());
  }

  private static ResourceManifests route(
      Desired desired, ManifestSettings settings, Service service) {
    Identity identity = identity(desired, service, Optional.empty(), Optional.empty());
    return new ResourceManifests(
        service.name(), "route", Routes.of(desired, settings, service, identity, Optional.empty()));
  }

  private static ServiceManifests service(
      Desired desired,
      ManifestSettings settings,
      PodTemplates pods,
      Service service,
      Colours coloured) {
    Optional<Colours> colours = Optional.ofNullable(coloured);
    colours.ifPresent(c -> refuseExclusiveDisks(desired, service));
    Optional<String> version = Optional.of(pods.image(service).version());
    // What both colours share says nothing of a version: it would be that of one of them.
    Identity shared =
        identity(
            desired, service, Optional.empty(), colours.isEmpty() ? version : Optional.empty());
    Identity running =
        colours
            .map(c -> identity(desired, service, Optional.of(c.staged()), version))
            .orElse(shared);
    return new ServiceManifests(
        service.name(),
        colours,
        Workloads.deployment(service, running, pods.of(service, running, colours)),
        Addresses.of(service, shared, colours),
        Addresses.ofColours(desired, service, colours),
        Disks.claims(service, shared, settings),
        Routes.of(desired, settings, service, shared, colours),
        Autoscalers.of(service, running),
        Disruptions.of(service, running));
  }

  private static void refuseExclusiveDisks(Desired desired, Service service) {
    Disks.firstExclusive(service)
        .ifPresent(
            volume -> {
              throw new WorkFailedException(
                  "service %s of %s: both colours run at once, but the disk %s can be held by one. Share it (type EFS, modes ReadWriteMany), or deploy with `method: rolling-upgrade`"
                      .formatted(service.name(), desired.environment().name(), volume.name()));
            });
  }

  private static Identity identity(
      Desired desired, Service service, Optional<Colour> colour, Optional<String> version) {
    return Identity.of(desired.project(), desired.environment(), service, colour, version);
  }
}
