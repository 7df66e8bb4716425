package io.drover.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.image.registry.Descriptor;
import io.drover.engine.image.registry.Manifest;
import java.util.stream.StreamSupport;

/** Gives an image that an engine pushed the settings and labels of its recipe. */
final class ImageFinish {
  private final Registry registry;

  ImageFinish(Registry registry) {
    this.registry = registry;
  }

  /**
   * Stores the image with the recipe's configuration.
   *
   * @param digest what the engine pushed: an image, or an index with one
   * @return the finished image's digest
   */
  String finish(ImageRecipe recipe, String digest) throws InterruptedException {
    String path = recipe.path();
    Manifest pushed = image(path, digest);
    JsonNode built = registry.client().json(path, pushed.config());
    ImageConfiguration configuration = ImageConfiguration.of(built, base(recipe.base()));
    configuration.set(recipe);
    Descriptor stored =
        registry.client().pushBlob(path, pushed.config().mediaType(), configuration.bytes());
    ObjectNode json = (ObjectNode) pushed.json();
    stored.writeTo(json.putObject("config"));
    Manifest finished = new Manifest(pushed.mediaType(), json.toString());
    registry.client().putManifest(path, finished.digest(), finished);
    return finished.digest();
  }

  private JsonNode base(ImageReference base) throws InterruptedException {
    String path = registry.path(base);
    return registry.client().json(path, image(path, base.digest()).config());
  }

  private Manifest image(String path, String digest) throws InterruptedException {
    Manifest manifest = registry.manifest(new ImageReference(registry.repository(path), digest));
    return manifest.isIndex() ? image(path, only(manifest)) : manifest;
  }

  /** Engines may pack an image together with what they attest of it, which has no platform. */
  private static String only(Manifest index) {
    return StreamSupport.stream(index.json().path("manifests").spliterator(), false)
        .filter(entry -> !entry.path("platform").path("os").asText().equals("unknown"))
        .map(entry -> entry.path("digest").asText())
        .findFirst()
        .orElseThrow(() -> new WorkFailedException("there is no image in " + index.digest()));
  }
}
