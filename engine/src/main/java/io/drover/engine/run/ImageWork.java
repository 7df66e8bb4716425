package io.drover.engine.run;

import io.drover.aptly.PackageRepository;
import io.drover.aptly.Publication;
import io.drover.aptly.PublishedPackage;
import io.drover.config.model.Application;
import io.drover.config.model.Dependency;
import io.drover.config.model.EnvironmentVariable;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Images;
import io.drover.engine.image.Installation;
import io.drover.engine.image.Installations;
import io.drover.engine.image.PackageSupply;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.image.sbom.ImageDocuments;
import io.drover.engine.image.sbom.ImageOrigin;
import io.drover.engine.image.sbom.ImageOrigin.OwnPackage;
import io.drover.engine.packages.SigningKey;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.version.Versions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the images of applications. */
final class ImageWork {
  /**
   * Images do not run as root unless somebody says so. As a number, because Kubernetes cannot know
   * that a name is not root.
   */
  private static final String NOBODY = "65532:65532";

  private final String project;
  private final Images images;
  private final RuntimeImages runtimes;
  private final PackageSupply supply;
  private final SigningKey key;
  private final Results results;
  private final ImageDocuments documents;

  ImageWork(
      String project,
      Images images,
      RuntimeImages runtimes,
      PackageSupply supply,
      SigningKey key,
      Results results) {
    this.project = project;
    this.images = images;
    this.runtimes = runtimes;
    this.supply = supply;
    this.key = key;
    this.results = results;
    this.documents = ImageDocuments.of(images.registry().client());
  }

  TaskResult image(Application application, PackageRepository packages, TaskLog log)
      throws InterruptedException {
    ImageReference base = runtimes.ensure(application.runtime(), log);
    String version = version(application);
    ImageOrigin origin = origin(application, version, base);
    Images.Made made = images.ensure(recipe(application, base, origin, packages), log);
    String path = project + "/" + application.name();
    documents.ensure(path, images.registry().manifest(made.image()), origin, log);
    String tag = Versions.tag(version);
    if (!images.registry().find(path, tag).equals(Optional.of(made.image()))) {
      images.registry().tag(made.image(), tag);
    }
    results.images().put(application.name(), new ReleasedImage(made.image().toString(), version));
    Map<String, String> outputs =
        new TreeMap<>(Map.of("image", made.image().toString(), "version", version));
    if (!made.builder().isEmpty()) {
      outputs.put("builder", made.builder());
    }
    return made.reused() ? TaskResult.reused(outputs) : TaskResult.done(outputs);
  }

  private ImageRecipe recipe(
      Application application, ImageReference base, ImageOrigin origin, PackageRepository packages)
      throws InterruptedException {
    return new ImageRecipe(
        project + "/" + application.name(),
        base,
        installations(application, packages),
        settings(application),
        ImageLabels.of(origin),
        application.builder());
  }

  private ImageOrigin origin(Application application, String version, ImageReference base) {
    List<OwnPackage> packages =
        application.dependencies().stream()
            .filter(d -> d.originBuild().isPresent())
            .map(d -> own(own(application, d), d.originBuild().get()))
            .distinct()
            .sorted(Comparator.comparing(OwnPackage::name))
            .toList();
    return new ImageOrigin(
        application.name(), version, application.runtime(), base.digest(), packages);
  }

  private OwnPackage own(PublishedPackage one, String component) {
    return new OwnPackage(
        one.name(), one.version(), one.sha256(), results.origins().get(component));
  }

  /** Packages of our own come last: they change with every commit, the others seldom. */
  private List<Installation> installations(Application application, PackageRepository packages)
      throws InterruptedException {
    List<Installation> installations =
        new ArrayList<>(Installations.of(application.dependencies(), supply));
    List<PublishedPackage> own =
        application.dependencies().stream()
            .filter(d -> d.originBuild().isPresent())
            .map(d -> own(application, d))
            .distinct()
            .sorted(Comparator.comparing(PublishedPackage::name))
            .toList();
    if (!own.isEmpty()) {
      installations.add(
          Installation.apt(
              own.stream().map(p -> p.name() + "=" + p.version()).toList(),
              own.stream().map(PublishedPackage::sha256).toList(),
              OwnPackages.source(packages, key)));
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
  private String version(Application application) {
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
