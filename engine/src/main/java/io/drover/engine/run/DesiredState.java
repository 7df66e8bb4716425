package io.drover.engine.run;

import io.drover.config.model.Configuration;
import io.drover.config.model.Environment;
import io.drover.config.model.Service;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Registry;
import io.drover.engine.kubernetes.Desired;
import io.drover.engine.kubernetes.ServiceImages;
import io.drover.engine.kubernetes.ServiceImages.Missing;
import io.drover.engine.release.Release;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.version.Sources;
import io.drover.engine.version.Versions;
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
  private final PinnedVersions pinned;

  /** Where versions are looked up that services are pinned to; asked only where there are some. */
  public interface PinnedVersions {
    /**
     * The registry.
     *
     * @return empty: the versions of the release must do
     * @throws WorkFailedException if it does not answer
     */
    Optional<Registry> registry() throws InterruptedException;
  }

  /**
   * For the environments of a configuration.
   *
   * @param sources where the files of gists come from
   */
  public DesiredState(Configuration configuration, Sources sources, PinnedVersions pinned) {
    this.configuration = configuration;
    this.sources = sources;
    this.pinned = pinned;
  }

  /** The applications that an environment runs, sorted; they are what its releases name. */
  public static Set<String> applications(Environment environment) {
    Set<String> applications = new TreeSet<>();
    for (Service service : environment.services()) {
      applications.add(service.application());
      service.initContainers().forEach(i -> applications.add(i.application()));
    }
    ServiceImages.databases(environment).forEach(d -> applications.add(d.application()));
    return applications;
  }

  /**
   * What shall run.
   *
   * @param release image by application; a service whose application is not in it has no image
   * @throws WorkFailedException if a pinned version or a file is not there
   */
  public Desired of(Environment environment, Release release) throws InterruptedException {
    ServiceImages found =
        ServiceImages.of(configuration, environment, release, new Release(Map.of()));
    Map<String, ReleasedImage> images = new TreeMap<>(found.images());
    for (Missing missing : found.missing()) {
      if (missing.version().isPresent()) {
        images.put(missing.key(), pinned(missing, missing.version().get()));
      }
    }
    return new Desired(
        configuration.project(),
        environment,
        images,
        GistFiles.read(configuration, environment, sources));
  }

  private ReleasedImage pinned(Missing service, String version) throws InterruptedException {
    String application = service.application();
    String what = "%s is pinned to version %s of %s".formatted(service.key(), version, application);
    Optional<Registry> registry = pinned.registry();
    if (registry.isEmpty()) {
      throw new WorkFailedException(
          what + ", which the release does not have. Say where to look it up: --registry");
    }
    String path = configuration.project() + "/" + application;
    Optional<ImageReference> image = registry.get().find(path, Versions.tag(version));
    if (image.isEmpty()) {
      throw new WorkFailedException(
          "%s, which the registry does not have. Its versions are tags of %s"
              .formatted(what, registry.get().repository(path)));
    }
    return new ReleasedImage(image.get().toString(), version);
  }
}
