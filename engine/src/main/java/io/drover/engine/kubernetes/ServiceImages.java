package io.drover.engine.kubernetes;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.InitContainer;
import io.drover.config.model.ManagedResource.Database;
import io.drover.config.model.Service;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which image each service and init container of an environment runs.
 *
 * @param images by the keys of {@link Desired}
 * @param missing what needs an image that the release does not have
 */
public record ServiceImages(Map<String, ReleasedImage> images, List<Missing> missing) {

  public ServiceImages {
    images = Collections.unmodifiableSortedMap(new TreeMap<>(images));
    missing = List.copyOf(missing);
  }

  /**
   * What has no image.
   *
   * @param key as in {@link Desired}
   * @param application whose image it needs
   * @param version which version of it; empty: any
   */
  public record Missing(String key, String application, Optional<String> version) {}

  /**
   * Takes the images of a release; where a version is pinned, only that version.
   *
   * @param given images that somebody gave for this environment: they win, also over pinned
   *     versions
   */
  public static ServiceImages of(
      Configuration configuration, Environment environment, Release release, Release given) {
    Collector found = new Collector(release, given);
    for (Service service : environment.services()) {
      boolean known = configuration.application(service.application()).isPresent();
      if (known || service.routing().backend().isEmpty()) {
        found.add(service.name(), service.application(), service.version());
      }
      found.addInitContainers(service);
    }
    for (Service database : databases(environment)) {
      if (configuration.application(database.application()).isPresent()) {
        found.add(database.name(), database.application(), database.version());
      }
      found.addInitContainers(database);
    }
    return new ServiceImages(found.images, found.missing);
  }

  /** The databases of an environment, as the services that they are. */
  public static List<Service> databases(Environment environment) {
    return environment.resources().stream()
        .filter(Database.class::isInstance)
        .map(resource -> ((Database) resource).service())
        .toList();
  }

  private static final class Collector {
    private final Release release;
    private final Release given;
    private final Map<String, ReleasedImage> images = new TreeMap<>();
    private final List<Missing> missing = new ArrayList<>();

    Collector(Release release, Release given) {
      this.release = release;
      this.given = given;
    }

    void addInitContainers(Service service) {
      for (InitContainer container : service.initContainers()) {
        add(
            Desired.initContainer(service.name(), container.name()),
            container.application(),
            container.version());
      }
    }

    void add(String key, String application, Optional<String> version) {
      ReleasedImage own = given.images().get(application);
      ReleasedImage image = release.images().get(application);
      if (own != null) {
        images.put(key, new ReleasedImage(own.image(), version.orElse(own.version())));
      } else if (image == null || !version.map(image.version()::equals).orElse(true)) {
        missing.add(new Missing(key, application, version));
      } else {
        images.put(key, image);
      }
    }
  }
}
