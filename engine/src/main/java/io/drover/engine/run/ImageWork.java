package io.drover.engine.run;

import io.drover.config.model.Application;
import io.drover.engine.image.ImageReference;
import io.drover.engine.image.Images;
import io.drover.engine.image.RuntimeImages;
import io.drover.engine.image.sbom.ImageDocuments;
import io.drover.engine.image.sbom.ImageOrigin;
import io.drover.engine.release.Release.ReleasedImage;
import io.drover.engine.version.Versions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the images of applications. */
final class ImageWork {
  private final Images images;
  private final RuntimeImages runtimes;
  private final ImageRecipes recipes;
  private final Results results;
  private final ImageDocuments documents;

  ImageWork(Images images, RuntimeImages runtimes, ImageRecipes recipes, Results results) {
    this.images = images;
    this.runtimes = runtimes;
    this.recipes = recipes;
    this.results = results;
    this.documents = ImageDocuments.of(images.registry().client());
  }

  TaskResult image(Application application, TaskLog log) throws InterruptedException {
    ImageReference base = runtimes.ensure(application.runtime(), log);
    ImageOrigin origin = recipes.origin(application, base);
    Images.Made made = images.ensure(recipes.recipe(application, base, origin), log);
    String path = recipes.path(application);
    documents.ensure(path, images.registry().manifest(made.image()), origin, log);
    String version = origin.version();
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
}
