package io.drover.engine.run;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.InitContainer;
import io.drover.config.model.ManagedResource;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Registry;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.version.Sources;
import io.drover.engine.version.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts together what shall run in an environment: the file's words, the images of a release, those
 * of services that are pinned to a version, and the files of gists.
 */
public final class DesiredState {
  private final Configuration configuration;
  private final Sources sources;
  private final Optional<Registry> registry;

  /**
   * For the environments of a configuration.
   *
   * @param sources where the files of gists come from
   * @param registry where pinned versions are looked up; empty: those of the release must do
   */
  public DesiredState(Configuration configuration, Sources sources, Optional<Registry> registry) {
    this.configuration = configuration;
    this.sources = sources;
    this.registry = registry;
  }

  /** The applications that an environment runs, sorted; they are what its releases name. */
  public static Set<String> applications(Environment environment) {
    Set<String> applications = new TreeSet<>();
    for (Service service : environment.services()) {
      applications.add(service.application());
      service.initContainers().forEach(i -> applications.add(i.application()));
    }
    for (ManagedResource resource : environment.resources()) {
      if (resource instanceof ManagedResource.Database database) {
        applications.add(database.service().application());
      }
    }
    return applications;
  }

  /** Services, and those databases that run an application of ours. */
  private List<Service> withApplications(Environment environment) {
    List<Service> services = new ArrayList<>(environment.services());
    for (ManagedResource resource : environment.resources()) {
      if (resource instanceof ManagedResource.Database database
          && configuration.application(database.service().application()).isPresent()) {
        services.add(database.service());
      }
    }
    return services;
  }

  /**
   * What shall run.
   *
   * @param release image by application; a service whose application is not in it has no image
   * @throws WorkFailedException if a pinned version or a file is not there
   */
  public Desired of(Environment environment, Release release) throws InterruptedException {
    Map<String, ReleasedImage> images = new TreeMap<>();
    for (Service service : withApplications(environment)) {
      image(service.name(), service.application(), service.version(), release)
          .ifPresent(image -> images.put(service.name(), image));
      for (InitContainer container : service.initContainers()) {
        String name = Desired.initContainer(service.name(), container.name());
        image(name, container.application(), container.version(), release)
            .ifPresent(image -> images.put(name, image));
      }
    }
    return new Desired(
        configuration.project(),
        environment,
        images,
        GistFiles.read(configuration, environment, sources));
  }

  private Optional<ReleasedImage> image(
      String name, String application, Optional<String> version, Release release)
      throws InterruptedException {
    Optional<ReleasedImage> released = Optional.ofNullable(release.images().get(application));
    if (version.isEmpty() || released.filter(r -> r.version().equals(version.get())).isPresent()) {
      return released;
    }
    return Optional.of(pinned(name, application, version.get()));
  }

  private ReleasedImage pinned(String name, String application, String version)
      throws InterruptedException {
    String pinned = "%s is pinned to version %s of %s".formatted(name, version, application);
    if (registry.isEmpty()) {
      throw new WorkFailedException(
          pinned + ", which the release does not have. Say where to look it up: --registry");
    }
    String path = configuration.project() + "/" + application;
    Optional<ImageReference> image = registry.get().find(path, Versions.tag(version));
    if (image.isEmpty()) {
      throw new WorkFailedException(
          "%s, which the registry does not have. Its versions are tags of %s"
              .formatted(pinned, registry.get().repository(path)));
    }
    return new ReleasedImage(image.get().toString(), version);
  }
}
