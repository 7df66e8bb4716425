package io.drover.engine.image.layers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.engine.WorkFailedException;
import io.drover.engine.file.Trees;
import io.drover.engine.image.ImageRecipe;
import io.drover.engine.image.Registry;
import io.drover.engine.image.UnsuitableRecipeException;
import io.drover.engine.image.registry.Descriptor;
import io.drover.engine.image.registry.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Brings an image into the registry, of which only what is not there yet is sent. */
final class ImagePush {
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String PLAIN_LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final String CONFIGURATION = "application/vnd.oci.image.config.v1+json";

  private final Registry registry;
  private final String path;
  private final Path work;
  private final Consumer<String> log;
  private final List<Descriptor> layers = new ArrayList<>();
  private int sent;

  /** Begins with the layers of the runtime. */
  ImagePush(Registry registry, ImageRecipe recipe, Manifest base, Path work, Consumer<String> log)
      throws InterruptedException {
    this.registry = registry;
    this.path = recipe.path();
    this.work = work;
    this.log = log;
    String from = registry.path(recipe.base());
    for (Descriptor layer : base.layers()) {
      takeOver(layer, from);
      layers.add(new Descriptor(mediaType(layer), layer.digest(), layer.size()));
    }
  }

  /**
   * Adds a layer on top.
   *
   * @throws WorkFailedException if the file has other bytes than it had; it is deleted then
   */
  void add(String digest, long size, Path file) throws InterruptedException {
    if (!registry.client().hasBlob(path, digest)) {
      if (!registry.client().pushBlob(path, LAYER, file).digest().equals(digest)) {
        Trees.delete(file);
        throw new WorkFailedException(
            "%s was damaged, and is deleted. Run the same again, and it is made anew"
                .formatted(file));
      }
      sent++;
    }
    layers.add(new Descriptor(LAYER, digest, size));
  }

  /**
   * Stores the manifest, which makes an image of the layers.
   *
   * @return its digest
   */
  String finish(byte[] configuration) throws InterruptedException {
    Descriptor config = registry.client().pushBlob(path, CONFIGURATION, configuration);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schemaVersion", 2).put("mediaType", Manifest.OCI);
    config.writeTo(json.putObject("config"));
    ArrayNode all = json.putArray("layers");
    layers.forEach(layer -> layer.writeTo(all.addObject()));
    Manifest manifest = new Manifest(Manifest.OCI, json.toString());
    registry.client().putManifest(path, manifest.digest(), manifest);
    log.accept("%d of %d layers were new to the registry".formatted(sent, layers.size()));
    return manifest.digest();
  }

  private void takeOver(Descriptor layer, String from) throws InterruptedException {
    if (registry.client().hasBlob(path, layer.digest())
        || registry.client().mountBlob(path, layer.digest(), from)) {
      return;
    }
    // This registry knows no other way.
    Path copy = work.resolve("runtime-layer");
    try (InputStream blob = registry.client().blob(from, layer)) {
      Files.copy(blob, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new WorkFailedException("could not read a layer of the runtime: " + Trees.why(e), e);
    }
    registry.client().pushBlob(path, layer.mediaType(), copy);
    sent++;
  }

  private static String mediaType(Descriptor layer) {
    return switch (layer.mediaType()) {
      case LAYER, "application/vnd.docker.image.rootfs.diff.tar.gzip" -> LAYER;
      case PLAIN_LAYER, "application/vnd.docker.image.rootfs.diff.tar" -> PLAIN_LAYER;
      default ->
          throw new UnsuitableRecipeException(
              "the runtime has a layer of the kind " + layer.mediaType());
    };
  }
}
