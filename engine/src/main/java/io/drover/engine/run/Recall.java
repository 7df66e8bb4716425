package io.drover.engine.run;

import io.drover.config.model.Application;
import io.drover.config.model.Component;
import io.drover.config.model.Configuration;
import io.drover.config.model.Dependency;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Images;
import io.drover.engine.image.Registry;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.plan.Task;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.version.Versions;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Finds what earlier tasks made, which others did elsewhere, in the stores that outlive them. */
final class Recall {
  private final Configuration configuration;
  private final Stores stores;
  private final ComponentWork components;
  private final ImageRecipes recipes;

  /** Versions that somebody asked for, by component or application. */
  private final Map<String, String> versions;

  Recall(
      Configuration configuration,
      Stores stores,
      ComponentWork components,
      ImageRecipes recipes,
      Map<String, String> versions) {
    this.configuration = configuration;
    this.stores = stores;
    this.components = components;
    this.recipes = recipes;
    this.versions = versions;
  }

  /**
   * What components have published at the version that their sources have now.
   *
   * @throws WorkFailedException if one has not
   */
  void publications(Collection<String> names) throws InterruptedException {
    for (String name : names) {
      Component component = configuration.component(name).orElseThrow();
      components.recall(component, Optional.ofNullable(versions.get(name)), stores.packages());
    }
  }

  /** The components whose packages an application installs. */
  static Collection<String> components(Application application) {
    return application.dependencies().stream()
        .map(Dependency::originBuild)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /**
   * The image of an application: of the version that was asked for, else of what its components
   * published.
   *
   * @throws WorkFailedException if it was not made
   */
  ReleasedImage image(Application application) throws InterruptedException {
    String version = versions.get(application.name());
    return version == null ? current(application) : tagged(application, version);
  }

  private ReleasedImage tagged(Application application, String version)
      throws InterruptedException {
    Registry registry = stores.registry();
    ImageReference image =
        registry
            .find(recipes.path(application), Versions.tag(version))
            .orElseThrow(
                () ->
                    new WorkFailedException(
                        "there is no image of %s in version %s. Its versions are tags of %s"
                            .formatted(
                                application.name(),
                                version,
                                registry.repository(recipes.path(application)))));
    return new ReleasedImage(image.toString(), version);
  }

  private ReleasedImage current(Application application) throws InterruptedException {
    publications(components(application));
    Optional<ImageReference> base = RuntimeImages.find(stores.registry(), application.runtime());
    Optional<ImageReference> image = Optional.empty();
    if (base.isPresent()) {
      image =
          Images.find(
              stores.registry(),
              recipes.recipe(application, base.get(), recipes.origin(application, base.get())));
    }
    return image
        .map(found -> new ReleasedImage(found.toString(), recipes.version(application)))
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "the image of %s in version %s was not made: %s comes first"
                        .formatted(
                            application.name(),
                            recipes.version(application),
                            Task.Kind.IMAGE.id(application.name()))));
  }
}
