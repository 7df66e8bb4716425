package io.drover.engine.run;

import io.drover.aptly.Publication;
import io.drover.aptly.PublishedPackage;
import io.drover.config.model.Application;
import io.drover.config.model.Dependency;
import io.drover.config.model.EnvironmentVariable;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installations;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.sbom.ImageOrigin;
import io.drover.engine.image.sbom.ImageOrigin.OwnPackage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Says how the image of an application is made, from what was published of the project. */
final class ImageRecipes {
  /**
   * Images do not run as root unless somebody says so. As a number, because Kubernetes cannot know
   * that a name is not root.
   */
  private static final String NOBODY = "65532:65532";

  private final String project;
  private final PackageSupply supply;
  private final Stores stores;
  private final Results results;

  ImageRecipes(String project, PackageSupply supply, Stores stores, Results results) {
    this.project = project;
    this.supply = supply;
    this.stores = stores;
    this.results = results;
  }

  /** The repository of an application's images, inside of the registry. */
  String path(Application application) {
    return project + "/" + application.name();
  }

  /** How an image is made on a base. */
  ImageRecipe recipe(Application application, ImageReference base, ImageOrigin origin)
      throws InterruptedException {
    return new ImageRecipe(
        path(application),
        base,
        installations(application, origin.packages()),
        settings(application),
        ImageLabels.of(origin),
        application.builder());
  }

  /** Where an image comes from. */
  ImageOrigin origin(Application application, ImageReference base) {
    List<OwnPackage> packages =
        application.dependencies().stream()
            .filter(d -> d.originBuild().isPresent())
            .map(d -> own(own(application, d), d.originBuild().get()))
            .distinct()
            .sorted(Comparator.comparing(OwnPackage::name))
            .toList();
    return new ImageOrigin(
        application.name(), version(application), application.runtime(), base.digest(), packages);
  }

  private OwnPackage own(PublishedPackage one, String component) {
    return new OwnPackage(
        one.name(), one.version(), one.sha256(), results.origins().get(component));
  }

  /** Packages of our own come last: they change with every commit, the others seldom. */
  private List<Installation> installations(Application application, List<OwnPackage> own)
      throws InterruptedException {
    List<Installation> installations =
        new ArrayList<>(Installations.of(application.dependencies(), supply));
    if (!own.isEmpty()) {
      installations.add(
          Installation.apt(
              own.stream().map(p -> p.name() + "=" + p.version()).toList(),
              own.stream().map(OwnPackage::sha256).toList(),
              OwnPackages.source(stores)));
    }
    return installations;
  }

  private ImageRecipe.Settings settings(Application application) {
    Map<String, String> env = new TreeMap<>();
    for (EnvironmentVariable variable : application.env()) {
      if (variable instanceof EnvironmentVariable.Literal literal) {
        env.put(literal.name(), literal.value());
      } else {
        throw new WorkFailedException(
            "application %s: %s is no plain value, and an image can hold nothing else. Set it at the service"
                .formatted(application.name(), variable.name()));
      }
    }
    return new ImageRecipe.Settings(
        application.command(),
        env,
        Optional.of(application.user().orElse(NOBODY)),
        application.ports(),
        application.labels());
  }

  private PublishedPackage own(Application application, Dependency dependency) {
    String component = dependency.originBuild().orElseThrow();
    Publication publication = results.publications().get(component);
    return publication.packages().stream()
        .filter(p -> p.name().equals(dependency.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new WorkFailedException(
                    "application %s wants the package %s of component %s, which published %s"
                        .formatted(
                            application.name(), dependency.name(), component, names(publication))));
  }

  private static String names(Publication publication) {
    List<String> names = publication.packages().stream().map(PublishedPackage::name).toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  /** Its own version; else that of the first package of ours in it. */
  String version(Application application) {
    return application
        .version()
        .or(
            () ->
                application.dependencies().stream()
                    .flatMap(d -> d.originBuild().stream())
                    .map(component -> results.versions().get(component))
                    .findFirst())
        .orElse("0.0.0");
  }
}
